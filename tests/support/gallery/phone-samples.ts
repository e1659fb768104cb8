import type { Invitation, Phone, PhoneRequest, PhoneState } from '#contract/phone';
import type { AnswerTerms } from '#contract/phone';
import type { AppState } from '../../../service/selfserve/state/phone';
import { atStart } from '../../../service/selfserve/state/phone';
import { noRequests } from '../../../service/selfserve/state/requests';
import type { Requests } from '../../../service/selfserve/state/requests';

/** What the service says to a phone, for its tests and its pictures. */

export const serviceNow = 1_800_000_000_000;
/** The phone's clock is hours off; nothing may depend on it. */
export const phoneNow = serviceNow - 5 * 3_600_000;

const ids = ['0b6f3c1e-9a53-4c62-8a55-3f1f0a0c7d11', '1b6f3c1e-9a53-4c62-8a55-3f1f0a0c7d12', '2b6f3c1e-9a53-4c62-8a55-3f1f0a0c7d13', '3b6f3c1e-9a53-4c62-8a55-3f1f0a0c7d14'] as const;

export const terms: AnswerTerms = {
  tenant: { id: ids[0], name: 'Harbor IT' },
  account: ids[1],
  verification: '4c0f6f8a-2f43-4a8e-9c76-0d5a6c1d2e3f',
  ticket: { host: 'na.myconnectwise.net', number: '10482' },
  action: 'password_reset',
  technician: { id: ids[2], name: 'Alex Technician' },
  direction: 'inbound',
  expiresAt: serviceNow + 42_000,
};

export function request(changes: Partial<PhoneRequest> = {}, changedTerms: Partial<AnswerTerms> = {}): PhoneRequest {
  return {
    terms: { ...terms, ...changedTerms },
    createdAt: serviceNow - 18_000,
    check: 'none',
    userVerificationRequired: false,
    status: 'pending',
    endReason: null,
    reported: false,
    answeredAt: null,
    endedAt: null,
    code: null,
    triesLeft: 3,
    now: serviceNow,
    ...changes,
  };
}

export const over = (changes: Partial<PhoneRequest>, changedTerms: Partial<AnswerTerms> = {}) => request({ status: 'denied', endedAt: serviceNow, ...changes }, changedTerms);

export const phone = (changes: Partial<Phone> = {}): Phone => ({ id: ids[3], name: 'Android phone', createdAt: serviceNow - 9 * 86_400_000, lastSeenAt: serviceNow - 4_000, notifications: true, userVerification: false, ...changes });

export const phoneState = (changes: Partial<PhoneState> = {}): PhoneState => ({
  phone: phone(),
  others: [phone({ id: ids[0], name: 'Jo’s iPhone', notifications: false, userVerification: true, lastSeenAt: null })],
  tenant: 'Harbor IT',
  account: 'Jo Doe',
  pushKey: 'BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM',
  now: serviceNow,
  ...changes,
});

export const invitation = (changes: Partial<Invitation> = {}): Invitation => ({ tenant: 'Harbor IT', codeTo: '•••• 0199', codesLeft: 3, nextCodeAt: null, expiresAt: serviceNow + 3_600_000, now: serviceNow, ...changes });

export const received = <T extends { now: number }>(value: T) => ({ value, receivedAt: phoneNow });

/** `requests` as the service listed them, the first one in front. */
export function requestsOf(requests: PhoneRequest[], changes: Partial<Requests> = {}): Requests {
  return { ...noRequests, list: { value: { now: serviceNow, requests }, receivedAt: phoneNow }, openId: requests[0]?.terms.verification, ...changes };
}

export function appState(changes: Partial<AppState> = {}): AppState {
  return { ...atStart, membership: 'added', tenant: 'Harbor IT', phone: received(phoneState()), notifications: 'on', requests: requestsOf([], { openId: undefined }), ...changes };
}
