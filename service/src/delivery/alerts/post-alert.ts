import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { requireSafeUrl } from '../loopback.ts';
import type { AlertFacts } from './alert-facts.ts';

const longestMs = 10_000;

/** The key that signs a tenant's webhooks, in the spelling of Standard Webhooks. It is derived and kept nowhere. */
export function webhookSecret(tokenKey: Uint8Array, tenantId: string): string {
  return `whsec_${createHmac('sha256', tokenKey).update(`webhook:${tenantId}`).digest('base64')}`;
}

/**
 * Alerts by webhook, signed as Standard Webhooks say (standardwebhooks.com): `webhook-id` is the alert's, so that a repeat is
 * known. Whether the receiver took it; follows nothing, reads no answer, never throws.
 */
export function createAlertPoster({ tokenKey, now, timeoutMs = longestMs }: { tokenKey: Uint8Array; now: () => number; timeoutMs?: number }): (address: string, facts: AlertFacts) => Promise<boolean> {
  return async (address, facts) => {
    try {
      const url = requireSafeUrl(address, 'alertWebhook');
      const body = JSON.stringify(bodyOf(facts));
      const headers = { 'content-type': 'application/json', ...sign(facts, body, webhookSecret(tokenKey, facts.tenant.id), now()) };
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
      await response.body?.cancel();
      return response.ok;
    } catch {
      return false;
    }
  };
}

function bodyOf({ alert, tenant, account, verification }: AlertFacts) {
  const { id, technicianName: technician, action, method } = verification;
  return {
    type: `alert.${alert.kind}`,
    id: alert.id,
    at: new Date(alert.at).toISOString(),
    tenant: tenant.name,
    ticket: { host: alert.ticketHost, number: alert.ticketNumber },
    account: { name: account.name, customer: account.customerName },
    verification: { id, technician, action, method },
  };
}

function sign({ alert }: AlertFacts, body: string, secret: string, now: number): Record<string, string> {
  const at = new Date(now);
  return { 'webhook-id': alert.id, 'webhook-timestamp': String(Math.floor(now / 1000)), 'webhook-signature': new Webhook(secret).sign(alert.id, at, body) };
}
