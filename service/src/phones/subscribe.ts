import { ECDH } from 'node:crypto';
import type { Subscription } from '#contract/phone';
import { checkPushEndpoint } from '../delivery/push/endpoint.ts';
import type { EndpointOptions } from '../delivery/push/endpoint.ts';
import type { PhoneFacts } from '../store/store.ts';
import type { Phone } from '../store/types.ts';
import { done, phoneEvent, refused } from './phone-plan.ts';
import type { Planned } from './phone-plan.ts';

/** Why notifications cannot be sent to `subscription`, or undefined where they can. */
export function findSubscriptionFault({ endpoint, p256dh, auth }: Subscription, options: EndpointOptions): string | undefined {
  if (!isPoint(p256dh)) return 'p256dh';
  // RFC 8291 §3.2
  if (Buffer.from(auth, 'base64url').length !== 16) return 'auth';
  return checkPushEndpoint(endpoint, options);
}

/** An uncompressed point on P-256 (RFC 8291 §3.1). */
function isPoint(key: string): boolean {
  const bytes = Buffer.from(key, 'base64url');
  if (bytes.length !== 65 || bytes[0] !== 4) return false;
  try {
    ECDH.convertKey(bytes, 'prime256v1');
    return true;
  } catch {
    return false;
  }
}

/** Where a phone takes notifications from now on; null: nowhere. Only a switch between the two is worth an entry. */
export function decideSubscribe({ account, phones }: PhoneFacts, { phoneId, subscription, now }: { phoneId: string; subscription: Subscription | null; now: number }): Planned<Phone> {
  const phone = phones.find(({ id }) => id === phoneId);
  if (!phone) return refused({ code: 'device_unknown' });
  const { endpoint = null, p256dh = null, auth = null } = subscription ?? {};
  const next = { ...phone, endpoint, p256dh, auth };
  const isSwitched = (phone.endpoint === null) !== (endpoint === null);
  const type = endpoint === null ? 'phone_unsubscribed' : 'phone_subscribed';
  return done(next, { phones: [next], audit: isSwitched ? [phoneEvent(type, account, { how: 'phone', phoneId }, now, { phoneId })] : [] });
}
