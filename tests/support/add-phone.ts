import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import type { JWK } from 'jose';
import type { Store } from '../../service/src/store/store.ts';
import type { Phone } from '../../service/src/store/types.ts';

/** A subscription such as a browser makes, to a push service that takes nothing here. */
export function aSubscription(endpoint = 'https://updates.push.services.mozilla.com/wpush/v2/test') {
  const pair = createECDH('prime256v1');
  return { endpoint, p256dh: pair.generateKeys('base64url'), auth: randomBytes(16).toString('base64url') };
}

/** Writes a phone with the key `jwk` into the account with this address, as if it had been added long ago. */
export async function addTestPhone({ store, now }: { store: Store; now: () => number }, { tenantId, email }: { tenantId: string; email: string }, jwk: JWK, more: Partial<Phone> = {}): Promise<Phone> {
  const [account] = await store.listAccounts(tenantId, { email }, '', 1);
  if (!account) throw new Error('There is no account for the phone.');
  const phone: Phone = {
    id: randomUUID(), tenantId, accountId: account.id, name: 'Test phone', thumbprint: await calculateJwkThumbprint(jwk), publicKey: { x: jwk.x ?? '', y: jwk.y ?? '' },
    createdAt: now() - 100 * 24 * 3_600_000, lastSeenAt: null, ...aSubscription(), credential: null, invitedBy: null, removedAt: null, ...more,
  };
  const entry = { type: 'phone_added', at: now(), technicianId: null, verificationId: null, details: { phoneId: phone.id, thumbprint: phone.thumbprint } };
  await store.changePhones(tenantId, account.id, () => ({ result: null, phones: [phone], audit: [entry] }));
  return phone;
}
