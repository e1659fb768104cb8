import { accessTokenSeconds } from '#contract/numbers';
import { apiVersion } from '#contract/session';
import type { Session } from '#contract/session';
import type { AccessTokens } from '../auth/access-tokens.ts';
import { hashPairingCode } from '../auth/pairing-codes.ts';
import type { Handlers } from '../http/handler.ts';
import type { Store } from '../store/store.ts';
import type { AuditEvent, SignedIn } from '../store/types.ts';

type SessionRoutes = Pick<Handlers, 'handshake' | 'pair' | 'issueToken' | 'signOut'>;

const windowMs = 600_000;
const attemptsPerAddress = 10;
const attemptsInAll = 100;

/** Handshake, pairing, tokens, signing out. */
export function createSessionRoutes({ store, tokens, now }: { store: Store; tokens: AccessTokens; now: () => number }): SessionRoutes {
  const mayPair = async (address: string) =>
    (await store.takeAttempt(`pair:${networkOf(address)}`, attemptsPerAddress, windowMs, now())) && (await store.takeAttempt('pair', attemptsInAll, windowMs, now()));

  return {
    handshake: async () => ({ ok: true, value: { product: 'countersign', api: { oldest: apiVersion, newest: apiVersion }, now: now() } }),

    pair: async ({ thumbprint, body, remoteAddress }) => {
      if (!(await mayPair(remoteAddress))) return { ok: false, refusal: { code: 'too_many_attempts', retryAfterSeconds: windowMs / 1000 } };
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

/** One household or office: an IPv4 address, or the 64 bits that an IPv6 network hands out as one. */
function networkOf(address: string): string {
  const mapped = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!mapped.includes(':')) return mapped;
  const [head = '', tail = ''] = (mapped.split('%', 1)[0] ?? '').split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const groups = mapped.includes('::') ? [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right] : left;
  return groups.slice(0, 4).join(':');
}
