import { ExceptionSchema, FoundContactsSchema } from './connectwise.ts';
import { CheckReceiptSchema, ReceiptCheckedSchema } from './receipt.ts';
import {
  AskExceptionSchema, DecideExceptionSchema, DecideSchema, ResendSchema, ResolveContactSchema, SearchContactsSchema, StartVerificationSchema, TryCodeSchema,
} from './requests.ts';
import type { Route } from './route.ts';
import { HandshakeSchema, PairSchema, SessionSchema, TokenSchema } from './session.ts';
import { ContactOptionsSchema, InvitedSchema, VerificationSchema } from './verification.ts';

/** What a technician's browser asks. */

const onOne = ['not_found', 'not_yours', 'already_ended'] as const;
const resolving = ['account_not_found', 'customer_ambiguous', 'company_mismatch', 'match_differs', 'not_connected', 'connectwise_unavailable', 'ticket_unknown', 'ticket_without_contact', 'caller_not_found'] as const;

export const routes = {
  handshake: { method: 'get', path: '/v1/handshake', summary: 'Which API versions the service speaks', auth: 'none', response: HandshakeSchema, status: 200, problems: [] },
  pair: { method: 'post', path: '/v1/pairing', summary: 'Register a browser key with a one-time pairing code', auth: 'key', body: PairSchema, response: SessionSchema, status: 201, problems: ['pairing_code_invalid', 'too_many_attempts'] },
  issueToken: { method: 'post', path: '/v1/token', summary: 'A short access token bound to a registered browser key', auth: 'key', response: TokenSchema, status: 200, problems: ['device_unknown'] },
  signOut: { method: 'delete', path: '/v1/device', summary: 'Forget this browser key', auth: 'token', status: 204, problems: [] },
  resolveContact: { method: 'post', path: '/v1/contacts/resolve', summary: 'What may be offered for the contact on a ticket', auth: 'token', body: ResolveContactSchema, response: ContactOptionsSchema, status: 200, problems: resolving },
  searchContacts: { method: 'post', path: '/v1/contacts/search', summary: "Contacts of the ticket's company, where somebody else calls", auth: 'token', body: SearchContactsSchema, response: FoundContactsSchema, status: 200, problems: ['not_connected', 'connectwise_unavailable', 'ticket_unknown'] },
  askException: { method: 'post', path: '/v1/exceptions', summary: 'Ask a second technician to confirm that one may go on in spite of doubts', auth: 'token', body: AskExceptionSchema, response: ExceptionSchema, status: 201, problems: [...resolving, 'contact_doubted'] },
  decideException: { method: 'post', path: '/v1/exceptions/{id}/decision', summary: 'Confirm or refuse what another technician asked for', auth: 'token', body: DecideExceptionSchema, response: ExceptionSchema, status: 200, problems: ['not_found', 'second_person_needed', 'exception_over', 'already_ended'] },
  startVerification: { method: 'post', path: '/v1/verifications', summary: 'SEND: start a verification', auth: 'token', body: StartVerificationSchema, idempotent: true, response: VerificationSchema, status: 201, problems: [...resolving, 'contact_doubted', 'verification_live', 'idempotency_conflict', 'method_unavailable', 'action_required', 'too_soon', 'too_many_sends', 'daily_limit'] },
  getVerification: { method: 'get', path: '/v1/verifications/{id}', summary: 'A verification as it stands', auth: 'token', response: VerificationSchema, status: 200, problems: ['not_found'] },
  watchVerification: { method: 'get', path: '/v1/verifications/{id}/events', summary: 'A verification as it changes, current state first', auth: 'token', response: VerificationSchema, status: 200, stream: true, problems: ['not_found'] },
  decide: { method: 'post', path: '/v1/verifications/{id}/decision', summary: 'APPROVE or DENY a compared code', auth: 'token', body: DecideSchema, response: VerificationSchema, status: 200, problems: [...onOne, 'code_expired', 'wrong_code_check'] },
  tryCode: { method: 'post', path: '/v1/verifications/{id}/code', summary: 'Have the service compare a typed code', auth: 'token', body: TryCodeSchema, response: VerificationSchema, status: 200, problems: [...onOne, 'code_expired', 'wrong_code_check', 'try_too_soon'] },
  resend: { method: 'post', path: '/v1/verifications/{id}/resend', summary: 'Send a new code; the old one is dead', auth: 'token', body: ResendSchema, response: VerificationSchema, status: 200, problems: [...onOne, 'code_expired', 'no_time_left', 'method_unavailable', 'too_soon', 'too_many_sends', 'daily_limit'] },
  extend: { method: 'post', path: '/v1/verifications/{id}/more-time', summary: 'More time, once', auth: 'token', response: VerificationSchema, status: 200, problems: [...onOne, 'code_expired', 'no_time_left'] },
  cancel: { method: 'post', path: '/v1/verifications/{id}/cancel', summary: 'Stop a verification', auth: 'token', response: VerificationSchema, status: 200, problems: onOne },
  invitePhone: { method: 'post', path: '/v1/verifications/{id}/invitation', summary: 'Invite the verified account to the phone app', auth: 'token', response: InvitedSchema, status: 201, problems: ['not_found', 'not_yours', 'not_verified', 'account_blocked', 'channel_missing', 'changed_recently', 'too_many_phones', 'too_soon'] },
  checkReceipt: { method: 'post', path: '/v1/receipts/check', summary: 'What a receipt in a ticket note stands for in the audit log', auth: 'token', body: CheckReceiptSchema, response: ReceiptCheckedSchema, status: 200, problems: ['too_many_attempts'] },
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof routes;
