import { accessTokenSeconds } from '#contract/numbers';
import { apiVersion } from '#contract/session';
import type { Session } from '#contract/session';
import type { AccessTokens } from '../auth/access-tokens.ts';
import { hashPairingCode } from '../auth/pairing-codes.ts';
import type { Handlers } from '../http/handler.ts';
import { createAttempts, tooManyAttempts } from '../lib/attempts.ts';
import type { Store } from '../store/store.ts';
import type { AuditEvent, SignedIn } from '../store/types.ts';

type SessionRoutes = Pick<Handlers, 'handshake' | 'pair' | 'issueToken' | 'signOut'>;

/** Handshake, pairing, tokens, signing out. */
export function createSessionRoutes({ store, tokens, now }: { store: Store; tokens: AccessTokens; now: () => number }): SessionRoutes {
  const attempts = createAttempts({ store, now, perNetwork: 10, inAll: 100 });

  return {
    handshake: async () => ({ ok: true, value: { product: 'countersign', api: { oldest: apiVersion, newest: apiVersion }, now: now() } }),

    pair: async ({ thumbprint, body, remoteAddress }) => {
      if (!(await attempts.take('pair', remoteAddress))) return tooManyAttempts;
      const codeHash = hashPairingCode(body.pairingCode);
      const who = codeHash === undefined ? undefined : await store.redeemPairingCode(codeHash, { thumbprint, name: body.deviceName }, now());
      if (!who) return { ok: false, refusal: { code: 'pairing_code_invalid' } };
      return { ok: true, value: describeSession(who) };
    },

    issueToken: async ({ thumbprint }) => {
      const who = await store.findDevice(thumbprint);
      if (!who) return { ok: false, refusal: { code: 'device_unknown' } };
      const accessToken = await tokens.issue(thumbprint, who.technician.id);
      return { ok: true, value: { ...describeSession(who), accessToken, tokenType: 'DPoP', expiresInSeconds: accessTokenSeconds } };
    },

    signOut: async ({ who, thumbprint }) => {
      await store.removeDevice(who.tenant.id, thumbprint, signedOut(who, now()));
      return { ok: true, value: undefined };
    },
  };
}

function describeSession({ technician, tenant }: SignedIn): Session {
  return { technician: { name: technician.name, role: technician.role }, tenant: { name: tenant.name } };
}

function signedOut({ technician, device }: SignedIn, at: number): AuditEvent {
  return { type: 'device_signed_out', at, technicianId: technician.id, verificationId: null, details: { thumbprint: device.thumbprint } };
}
