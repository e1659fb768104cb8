import type { Caller, ContactRecord, Exception, FoundContacts } from '#contract/connectwise';
import type { PageContact, Verification, Verified } from '#contract/verification';
import type { About, Flow, Ready, Search, FlowEvent, Intent, Live, Offered, Received, SendChoice, SendRequest, Trouble } from '../../../utils/workflow/state';

/** One of everything that the technician's machine can be in or hear. */
export const contact: PageContact = { ticket: { host: 'na.myconnectwise.net', number: '4711' }, company: 'Acme', contact: 'Jo Doe', email: 'jo@acme.example' };
export const otherContact: PageContact = { ...contact, contact: 'Sam Roe', email: 'sam@acme.example' };
export const about: About = { contact };
export const otherAbout: About = { contact: otherContact };
export const key = '0b7e4b39-63c7-4d5c-9a25-9bb5ed0e0d01';
export const otherKey = '0b7e4b39-63c7-4d5c-9a25-9bb5ed0e0d02';
export const id = '0b7e4b39-63c7-4d5c-9a25-9bb5ed0e0d03';
export const otherId = '0b7e4b39-63c7-4d5c-9a25-9bb5ed0e0d04';
export const customerId = '0b7e4b39-63c7-4d5c-9a25-9bb5ed0e0d05';
export const trouble: Trouble = { code: 'unreachable' };

export const options: Offered = {
  ticket: contact.ticket,
  record: null,
  doubts: [],
  exception: null,
  account: { name: 'Jo Doe' },
  customer: { id: customerId, name: 'Acme', chosen: false },
  methods: [
    { method: 'push', available: true, destination: 'Jo’s Pixel', lastSeenAt: 900, excludedActions: [] },
    { method: 'sms', available: true, destination: '•••• 0199', excludedActions: [] },
    { method: 'email', available: false, reason: 'disabled', excludedActions: ['mailbox_access'] },
  ],
  codeCheck: 'compare',
  actionRequired: false,
  flaggedAt: null,
  live: null,
  verified: null,
  now: 2000,
  receivedAt: 1,
};

export const verified: Verified = {
  id: otherId, at: 1500, until: 901_500, method: 'sms', check: 'compare', action: 'password_reset', technicianName: 'Alex', assurance: ['restricted', 'technician-attested'],
};

export function verificationWith(changes: Partial<Verification> = {}): Verification {
  return {
    id,
    ticket: contact.ticket,
    contact: 'Jo Doe',
    company: 'Acme',
    method: 'sms',
    destination: '•••• 0199',
    action: null,
    direction: 'inbound',
    codeCheck: 'compare',
    status: 'pending',
    endReason: null,
    yours: true,
    technician: 'Alex',
    code: '123456',
    number: null,
    answeredAt: null,
    delivery: { state: 'handed_over', reason: null },
    sendNumber: 1,
    createdAt: 1000,
    expiresAt: 301_000,
    resendAt: 21_000,
    canExtend: true,
    triesLeft: 3,
    nextTryAt: null,
    endedAt: null,
    verifiedUntil: null,
    assurance: [],
    receipt: null,
    note: null,
    canInvite: false,
    now: 2000,
    ...changes,
  };
}

export function receivedWith(changes: Partial<Verification> = {}): Received {
  return { verification: verificationWith(changes), receivedAt: 5000 };
}

/** A push; `waiting` for the phone, and `answered` by it. */
const push: Partial<Verification> = { method: 'push', destination: 'Jo’s Pixel', codeCheck: 'compare', code: null, resendAt: null, canExtend: false };
export const waiting = receivedWith(push);
export const answered = receivedWith({ ...push, answeredAt: 1500, code: '123456', canExtend: true });

export const bySms: SendChoice = { method: 'sms', action: null, direction: 'inbound', check: 'code' };
export const request: SendRequest = { ...bySms, idempotencyKey: key };
export const invited = { linkTo: 'j•••@a•••.example', codeTo: '•••• 0199', expiresAt: 90_000 };
export const typedAbout: About = { ticketNumber: '4711' };
export const record: ContactRecord = { contactId: 7, name: 'Jo Doe', company: 'Acme', email: 'j•••@a•••.example', isTicketContact: true };
export const caller: Caller = { contactId: 8, reason: 'Jo is on leave' };
export const found: FoundContacts = {
  company: 'Acme',
  contacts: [{ contactId: 8, name: 'Sam Roe', email: 's•••@a•••.example', hasAccount: true }, { contactId: 9, name: 'Pat Poe', email: null, hasAccount: false }],
  isComplete: true,
};
export const exceptionId = '0b7e4b39-63c7-4d5c-9a25-9bb5ed0e0d06';
export const exception: Exception = {
  id: exceptionId, doubts: ['page_differs'], reason: 'Jo changed her name', state: 'asked', yours: true, askedBy: 'Alex', secondBy: null, askedAt: 1500, expiresAt: 901_500,
};
export const confirmed: Exception = { ...exception, state: 'confirmed', secondBy: 'Sam' };
export const doubted: Offered = { ...options, record, doubts: ['page_differs'] };
/** One method is kept back, and nothing else speaks against the contact. */
export const changedLately: Offered = { ...options, methods: options.methods.map((one) => (one.method === 'sms' ? { ...one, available: false, reason: 'changed_recently' } : one)) };
export const readyDoubted: Ready = { name: 'ready', about, options: doubted };
const ofTyped = { about: typedAbout, options: { ...options, record } };
const searching: Search = { text: 'roe' };
const searched: Search = { text: 'roe', found };
export const ready: Flow = { name: 'ready', about, options };
export const live: Live = { name: 'live', about, options, received: receivedWith(), connected: true };
export const typed = receivedWith({ codeCheck: 'typed', code: null, triesLeft: 2 });
const approved = receivedWith({ status: 'approved', code: null, endedAt: 1500, verifiedUntil: 901_500, receipt: 'r', canInvite: true });
const endedSo = (changes: Partial<Verification>): Flow => ({ name: 'ended', about, options, received: receivedWith({ code: null, endedAt: 9000, ...changes }) });

export const flows: Record<string, Flow> = {
  'looking up': { name: 'looking_up', about },
  'looking up with a customer': { name: 'looking_up', about, customerId, trouble },
  'looking up after a refusal': { name: 'looking_up', about, trouble: { code: 'daily_limit', limit: 'sms_spend', retryAfterSeconds: 60 }, last: { ...bySms, action: 'other' } },
  'not found': { name: 'not_found', about, trouble: { code: 'customer_ambiguous', customers: [{ id: customerId, name: 'Acme' }] } },
  ready,
  'ready, verified': { name: 'ready', about, options: { ...options, verified } },
  'ready with trouble': { name: 'ready', about, options, trouble: { code: 'page_changed' }, last: { ...bySms, action: 'other' } },
  'ready, doubted': readyDoubted,
  'ready, asking a second technician': { ...readyDoubted, busy: 'ask' },
  'ready, waiting for a second technician': { ...readyDoubted, options: { ...doubted, exception } },
  'ready, no longer waiting': { ...readyDoubted, options: { ...doubted, exception }, left: exceptionId },
  'ready, confirmed': { ...readyDoubted, options: { ...doubted, exception: confirmed } },
  'ready, confirmed for less than speaks against it': { ...readyDoubted, options: { ...doubted, doubts: ['page_differs', 'contact_inactive'], exception: confirmed } },
  'ready, confirmed for somebody else': { ...readyDoubted, options: { ...doubted, exception: { ...confirmed, yours: false } } },
  'ready, refused': { ...readyDoubted, options: { ...doubted, exception: { ...exception, state: 'refused', secondBy: 'Sam' } } },
  'ready, asked by somebody else': { ...readyDoubted, options: { ...doubted, exception: { ...exception, yours: false } } },
  'ready, confirming': { ...readyDoubted, options: { ...doubted, exception: { ...exception, yours: false } }, busy: 'confirm' },
  'ready, changed lately': { name: 'ready', about, options: changedLately },
  'ready, searching for the caller': { name: 'ready', about, options: { ...options, record }, search: searching },
  'ready, contacts found': { name: 'ready', about, options: { ...options, record }, search: searched },
  'ready, search failed': { name: 'ready', about, options: { ...options, record }, search: { text: 'roe', trouble: { code: 'connectwise_unavailable', connectwise: 'busy' } } },
  'ready, another caller': { name: 'ready', about: { ...about, caller }, options: { ...options, record: { ...record, contactId: 8, name: 'Sam Roe', isTicketContact: false } } },
  'not found, contacts found': { name: 'not_found', about: typedAbout, trouble: { code: 'ticket_without_contact' }, search: searched },
  'typed, looking up': { name: 'looking_up', about: typedAbout },
  'typed, ready': { name: 'ready', ...ofTyped },
  'typed, posting': { name: 'sending', ...ofTyped, request, step: 'posting' },
  'typed, live': { ...live, ...ofTyped },
  'reading the page': { name: 'sending', about, options, request, step: 'reading_page' },
  posting: { name: 'sending', about, options, request, step: 'posting' },
  'send lost': { name: 'send_lost', about, options, request, trouble },
  live,
  'live, another technician': { ...live, received: receivedWith({ yours: false, code: null }) },
  'live, disconnected': { ...live, connected: false, trouble },
  'live, typed': { ...live, received: typed },
  'live, approving': { ...live, busy: 'approve' },
  'live, denying': { ...live, busy: 'deny' },
  'live, trying a code': { ...live, received: typed, busy: 'try_code', pendingCode: '111111', pendingAttempt: 2 },
  'live, resending': { ...live, busy: 'resend', pendingAfterSend: 1 },
  'live, extending': { ...live, busy: 'more_time' },
  'live, cancelling': { ...live, busy: 'cancel' },
  'live push, waiting': { ...live, received: waiting },
  'live push, waiting for a typed code': { ...live, received: receivedWith({ ...push, codeCheck: 'typed' }) },
  'live push, waiting for a number': { ...live, received: receivedWith({ ...push, codeCheck: 'number', number: '384' }) },
  'live push, answered': { ...live, received: answered },
  'live push, answered and typed': { ...live, received: receivedWith({ ...push, codeCheck: 'typed', answeredAt: 1500 }) },
  'ended approved': { name: 'ended', about, options, received: approved },
  'ended approved, inviting': { name: 'ended', about, options, received: approved, invitation: { state: 'sending' } },
  'ended approved, invited': { name: 'ended', about, options, received: approved, invitation: { state: 'sent', invited } },
  'ended approved, invitation refused': { name: 'ended', about, options, received: approved, invitation: { state: 'refused', trouble: { code: 'channel_missing' } } },
  'ended approved, invitation lost': { name: 'ended', about, options, received: approved, invitation: { state: 'lost' } },
  'ended, counts no more': { name: 'ended', about, options, received: approved, revoked: true },
  'ended approved, note waiting': endedSo({ status: 'approved', note: { state: 'waiting', reason: null } }),
  'ended approved, note failed': endedSo({ status: 'approved', note: { state: 'failed', reason: 'busy' } }),
  'ended denied': endedSo({ status: 'denied' }),
  'ended denied on the phone': endedSo({ ...push, status: 'denied', endReason: 'phone_denied' }),
  'ended, phone removed': endedSo({ ...push, status: 'denied', endReason: 'phone_removed' }),
  'ended, not asked for': endedSo({ ...push, status: 'denied', endReason: 'not_requested' }),
  'ended, too many attempts': endedSo({ status: 'denied', endReason: 'too_many_attempts' }),
  'ended expired': endedSo({ ...push, status: 'expired' }),
  'ended failed': endedSo({ ...push, status: 'failed', endReason: 'delivery_failed' }),
};

const intents: Intent[] = [
  { name: 'look_up' },
  { name: 'look_up', customerId },
  { name: 'send', ...bySms },
  { name: 'send', ...bySms, check: 'number' },
  { name: 'send', method: 'push', action: 'mfa_reset', direction: 'outbound', check: 'none' },
  { name: 'send', ...bySms, method: 'email', action: 'other' },
  { name: 'send_again' },
  { name: 'give_up' },
  { name: 'approve' },
  { name: 'deny' },
  { name: 'try_code', code: '222222' },
  { name: 'try_code', code: 'abc' },
  { name: 'resend' },
  { name: 'more_time' },
  { name: 'cancel' },
  { name: 'invite' },
  { name: 'ask_second', reason: 'She changed her name' },
  { name: 'decide_exception', exceptionId, decision: 'confirm' },
  { name: 'decide_exception', exceptionId, decision: 'refuse' },
  { name: 'decide_exception', exceptionId: otherId, decision: 'confirm' },
  { name: 'search', text: 'roe' },
  { name: 'choose_caller', ...caller },
  { name: 'choose_caller', contactId: 9, reason: 'no account' },
  { name: 'ticket_contact' },
  { name: 'finish' },
];

export function pressed(intent: Intent): FlowEvent {
  return { name: 'intent', intent, idempotencyKey: otherKey };
}

/** Those with `approves` carry the service's own word that the verification succeeded. */
export const events: { title: string; event: FlowEvent; approves?: boolean }[] = [
  ...intents.map((intent) => ({ title: `intent ${Object.values(intent).join(' ')}`, event: pressed(intent) })),
  { title: 'the same page', event: { name: 'page_read', contact } },
  { title: 'another page', event: { name: 'page_read', contact: otherContact } },
  { title: 'looked up', event: { name: 'looked_up', about, options, receivedAt: 1 } },
  { title: 'looked up for a customer', event: { name: 'looked_up', about, customerId, options, receivedAt: 1 } },
  { title: 'looked up for somebody else', event: { name: 'looked_up', about: otherAbout, options, receivedAt: 1 } },
  { title: 'looked up, verified', event: { name: 'looked_up', about, options: { ...options, verified }, receivedAt: 1 } },
  { title: 'looked up, live', event: { name: 'looked_up', about, options: { ...options, live: verificationWith({ yours: false, code: null }) }, receivedAt: 1 } },
  { title: 'look-up failed', event: { name: 'look_up_failed', about, trouble } },
  { title: 'page confirmed', event: { name: 'page_confirmed', idempotencyKey: key } },
  { title: 'page confirmed for another SEND', event: { name: 'page_confirmed', idempotencyKey: otherKey } },
  { title: 'page differs', event: { name: 'page_differs', idempotencyKey: key, trouble: { code: 'page_changed' } } },
  { title: 'started', event: { name: 'started', idempotencyKey: key, received: receivedWith() } },
  { title: 'another SEND started', event: { name: 'started', idempotencyKey: otherKey, received: receivedWith() } },
  { title: 'start refused', event: { name: 'start_refused', idempotencyKey: key, trouble: { code: 'too_soon', retryAfterSeconds: 9 } } },
  { title: 'start refused, ambiguous', event: { name: 'start_refused', idempotencyKey: key, trouble: { code: 'customer_ambiguous' } } },
  { title: 'start refused, live', event: { name: 'start_refused', idempotencyKey: key, trouble: { code: 'verification_live' } } },
  { title: 'start refused, day over', event: { name: 'start_refused', idempotencyKey: key, trouble: { code: 'daily_limit', limit: 'sms_spend', retryAfterSeconds: 60 } } },
  { title: 'start refused, method gone', event: { name: 'start_refused', idempotencyKey: key, trouble: { code: 'method_unavailable' } } },
  { title: 'start lost', event: { name: 'start_lost', idempotencyKey: key, trouble } },
  { title: 'streamed', event: { name: 'verification', received: receivedWith({ now: 3000 }) } },
  { title: 'streamed old', event: { name: 'verification', received: receivedWith({ now: 1000 }) } },
  { title: 'streamed denied', event: { name: 'verification', received: receivedWith({ status: 'denied', now: 3000 }) } },
  { title: 'streamed approved', event: { name: 'verification', received: receivedWith({ status: 'approved', now: 3000 }) }, approves: true },
  { title: 'answered', event: { name: 'answered', received: receivedWith({ now: 3000 }) } },
  { title: 'answered approved', event: { name: 'answered', received: receivedWith({ status: 'approved', now: 3000 }) }, approves: true },
  { title: 'another one approved', event: { name: 'verification', received: receivedWith({ id: otherId, status: 'approved', now: 3000 }) } },
  { title: 'started, approved already', event: { name: 'started', idempotencyKey: key, received: receivedWith({ status: 'approved' }) }, approves: true },
  { title: 'streamed, answered on the phone', event: { name: 'verification', received: { ...answered, verification: { ...answered.verification, now: 3000 } } } },
  { title: 'looked up by number', event: { name: 'looked_up', about: typedAbout, options, receivedAt: 1 } },
  { title: 'looked up, doubted', event: { name: 'looked_up', about, options: doubted, receivedAt: 1 } },
  { title: 'start refused, doubted', event: { name: 'start_refused', idempotencyKey: key, trouble: { code: 'contact_doubted' } } },
  { title: 'start refused, no contact', event: { name: 'start_refused', idempotencyKey: key, trouble: { code: 'ticket_without_contact' } } },
  { title: 'exception', event: { name: 'exception', about, exception } },
  { title: 'exception of another contact', event: { name: 'exception', about: otherAbout, exception } },
  { title: 'exception failed', event: { name: 'exception_failed', about, trouble: { code: 'exception_over' } } },
  { title: 'exception decided by somebody else', event: { name: 'exception_failed', about, trouble: { code: 'already_ended' } } },
  { title: 'contacts found', event: { name: 'searched', about, text: 'roe', found } },
  { title: 'contacts found for other words', event: { name: 'searched', about, text: 'poe', found } },
  { title: 'search failed', event: { name: 'search_failed', about, text: 'roe', trouble } },
  { title: 'read again, note written', event: { name: 'verification', received: receivedWith({ status: 'approved', code: null, note: { state: 'written', reason: null }, now: 3000 }) }, approves: true },
  { title: 'invited', event: { name: 'invited', id, invited } },
  { title: 'another one invited', event: { name: 'invited', id: otherId, invited } },
  { title: 'invitation refused', event: { name: 'invite_refused', id, trouble: { code: 'too_many_phones' } } },
  { title: 'invitation lost', event: { name: 'invite_lost', id } },
  { title: 'intent failed', event: { name: 'intent_failed', id, trouble } },
  { title: 'stream lost', event: { name: 'stream_lost', id } },
  { title: 'stream gone', event: { name: 'stream_lost', id, trouble: { code: 'not_found' } } },
  { title: 'resumed', event: { name: 'resumed' } },
];
