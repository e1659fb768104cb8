import type { PhoneFacts } from '../store/store.ts';
import type { Credential, Phone } from '../store/types.ts';
import { done, phoneEvent, refused } from './phone-plan.ts';
import type { Moment, Planned } from './phone-plan.ts';

/**
 * A phone begins to use fingerprint, face or PIN. Never another one in the place of the one it uses: that it is the same
 * person's only a new invitation shows. The same one again changes nothing. `user_verification_failed`, `device_unknown`.
 */
export function decideCredential({ account, phones }: PhoneFacts, phoneId: string, credential: Credential, { now }: Moment): Planned<Phone> {
  const phone = phones.find(({ id }) => id === phoneId);
  if (!phone) return refused({ code: 'device_unknown' });
  if (phone.credential) {
    const isSame = phone.credential.id === credential.id && phone.credential.publicKey === credential.publicKey;
    return isSame ? done(phone) : refused({ code: 'user_verification_failed', detail: 'This phone uses fingerprint, face or PIN already: to change it, remove this phone and add it again.' });
  }
  const entry = phoneEvent('user_verification_added', account, { how: 'phone', phoneId }, now, { phoneId, credential });
  return done({ ...phone, credential }, { phones: [{ ...phone, credential }], audit: [entry] });
}
