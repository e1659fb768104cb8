import webPush, { type PushSubscription, type RequestOptions } from 'web-push';

/** An application server: its VAPID keys (base64url) and how to reach it. */
export type Sender = { subject: string; publicKey: string; privateKey: string };

export const createSender = (): Sender => ({ subject: 'mailto:help@northwind.example', ...webPush.generateVAPIDKeys() });

/**
 * Encrypts `payload` for a subscription and posts it to its endpoint, as an application server does. `headers` replace what is sent,
 * undefined takes one away. (`sendNotification` of web-push insists on TLS.)
 */
export function sendPush(sender: Sender, subscription: PushSubscription, payload: string, options: RequestOptions = {}, headers: Record<string, string | undefined> = {}) {
  const request = webPush.generateRequestDetails(subscription, payload, { TTL: 60, vapidDetails: sender, ...options });
  const all = Object.entries({ ...request.headers, ...headers }).filter((entry) => entry[1] !== undefined);
  return fetch(request.endpoint, {
    method: 'POST',
    headers: all.map(([name, value]) => [name, String(value)] as [string, string]),
    body: new Uint8Array(request.body),
    redirect: 'manual',
    signal: AbortSignal.timeout(5_000),
  });
}
