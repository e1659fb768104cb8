import type { Phone as PhoneView, PhoneState } from '#contract/phone';
import type { Phone, SignedInPhone } from '../store/types.ts';

/** What a phone may know of itself and of the others of its account. `pushKey` is the service's VAPID key (RFC 8292). */
export function viewPhoneState({ phone, account, tenant }: SignedInPhone, others: readonly Phone[], { pushKey, now }: { pushKey: string; now: number }): PhoneState {
  return { phone: viewPhone(phone), others: others.filter(({ id }) => id !== phone.id).map(viewPhone), tenant: tenant.name, account: account.name, pushKey, now };
}

function viewPhone({ id, name, createdAt, lastSeenAt, endpoint, credential }: Phone): PhoneView {
  return { id, name, createdAt, lastSeenAt, notifications: endpoint !== null, userVerification: credential !== null };
}
