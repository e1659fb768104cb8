import type { ContactOptions, PageContact, Verification } from '#contract/verification';
import type { UnavailableReason } from '#contract/words';
import type { Access, Snapshot, TabView } from '../../../utils/workflow/snapshot';
import type { Flow } from '../../../utils/workflow/state';

/** Every state that the panel can be in, for its tests and its pictures. */

export const tabId = 7;
export const serviceNow = 1_800_000_000_000;
/** The technician's clock is hours off; nothing may depend on it. */
export const localNow = serviceNow - 5 * 3_600_000;

export const contact: PageContact = {
  ticket: { host: 'na.myconnectwise.net', number: '10482' },
  company: 'Acme Corporation',
  contact: 'Jo Doe',
  email: 'jo@acme.example',
};
export const key = 'na.myconnectwise.net/10482';

export const options: ContactOptions = {
  account: { name: 'Jo Doe' },
  customer: { id: '0b6f3c1e-9a53-4c62-8a55-3f1f0a0c7d11', name: 'Acme Corporation', chosen: false },
  methods: [
    { method: 'sms', available: true, destination: '•••• 0199', excludedActions: [] },
    { method: 'email', available: true, destination: 'j•••@a•••.example', excludedActions: ['mailbox_access'] },
  ],
  codeCheck: 'compare',
  actionRequired: false,
  live: null,
};
export const withoutMobile: ContactOptions = {
  ...options,
  methods: [{ method: 'sms', available: false, reason: 'no_mobile', excludedActions: [] }, ...options.methods.slice(1)],
};
/** What the offer looks like when `reason` keeps text messages back. */
function withoutSms(reason: UnavailableReason): ContactOptions {
  return { ...options, methods: options.methods.map((option) => (option.method === 'sms' ? { ...option, available: false, reason } : option)) };
}
/** Nothing more leaves today, by whatever method. */
const usedUp: ContactOptions = { ...options, methods: options.methods.map((option) => ({ ...option, available: false, reason: 'daily_limit_technician' })) };

export function verification(changes: Partial<Verification> = {}): Verification {
  return {
    id: '4c0f6f8a-2f43-4a8e-9c76-0d5a6c1d2e3f',
    ticket: contact.ticket,
    contact: 'Jo Doe',
    company: 'Acme Corporation',
    method: 'sms',
    destination: '•••• 0199',
    action: 'password_reset',
    codeCheck: 'compare',
    status: 'pending',
    endReason: null,
    yours: true,
    technician: 'Alex Technician',
    code: '493201',
    delivery: { state: 'handed_over', reason: null },
    sendNumber: 1,
    createdAt: serviceNow - 30_000,
    expiresAt: serviceNow + 272_000,
    resendAt: serviceNow + 12_000,
    canExtend: true,
    triesLeft: 3,
    nextTryAt: null,
    endedAt: null,
    assurance: [],
    receipt: null,
    now: serviceNow,
    ...changes,
  };
}

export function ended(changes: Partial<Verification>): Verification {
  return verification({ code: null, endedAt: serviceNow, expiresAt: null, resendAt: null, receipt: 'CS-1042-1f0a9c3be57d24860b1c7e9fa3d25d48', ...changes });
}

export function live(changes: Partial<Verification> = {}, flow: Partial<Extract<Flow, { name: 'live' }>> = {}): Flow {
  return { name: 'live', contact, options, received: { verification: verification(changes), receivedAt: localNow }, connected: true, ...flow };
}

export function endedFlow(changes: Partial<Verification>, offered: ContactOptions = options): Flow {
  return { name: 'ended', contact, options: offered, received: { verification: ended(changes), receivedAt: localNow } };
}

export function snapshotOf(view: TabView, flow?: Flow, access: Access = { kind: 'signed_in' }): Snapshot {
  return {
    access,
    technician: 'Alex Technician',
    tenant: 'Northwind IT',
    serviceOrigin: 'https://verify.northwind.example',
    tabs: { [tabId]: view },
    flows: flow ? { [key]: flow } : {},
  };
}

export const onTicket: TabView = { kind: 'ticket', contact };
const of = (flow: Flow) => snapshotOf(onTicket, flow);
const without = (kind: Access['kind'], flow?: Flow) => snapshotOf(onTicket, flow, { kind });
const place = { host: 'na.myconnectwise.net', number: '10482' };
const request = { method: 'sms', action: 'password_reset', idempotencyKey: 'b3c5' } as const;
const assured = ['restricted', 'technician-attested'] as const;

export const states: Record<string, Snapshot> = {
  starting: without('starting'),
  'no consent': without('no_consent'),
  'not paired': without('not_paired'),
  'signed out': without('signed_out'),
  unreachable: without('unreachable'),
  'extension too old': without('extension_too_old'),
  'service too old': without('service_too_old'),
  'no ticket': snapshotOf({ kind: 'not_ticket' }),
  'unknown page': snapshotOf({ kind: 'unknown' }),
  settling: snapshotOf({ kind: 'settling', ...place }),
  incomplete: snapshotOf({ kind: 'incomplete', ...place, fields: { contact: 'Jo Doe' }, missing: [{ field: 'company', problem: 'empty' }, { field: 'email', problem: 'not_found' }] }),
  'incomplete, no consent': snapshotOf({ kind: 'incomplete', ...place, fields: { company: 'Acme', contact: 'Jo Doe' }, missing: [{ field: 'email', problem: 'empty' }] }, undefined, { kind: 'no_consent' }),
  'bad address': snapshotOf({ kind: 'bad_address', ...place, company: 'Acme Corporation', contact: 'Jo Doe', problem: 'look_alike' }),
  'looking up': of({ name: 'looking_up', contact }),
  'not found': of({ name: 'not_found', contact, trouble: { code: 'account_not_found' } }),
  'customer ambiguous': of({ name: 'not_found', contact, trouble: { code: 'customer_ambiguous', customers: [{ id: 'c1', name: 'Acme Corporation' }, { id: 'c2', name: 'Acme Holding' }] } }),
  'company mismatch': of({ name: 'not_found', contact, trouble: { code: 'company_mismatch' } }),
  'look-up failed': of({ name: 'not_found', contact, trouble: { code: 'unavailable', retryAfterSeconds: 12 } }),
  ready: of({ name: 'ready', contact, options }),
  'ready, no mobile': of({ name: 'ready', contact, options: { ...withoutMobile, account: { name: 'Joanna Doe' } } }),
  'ready, required and typed': of({ name: 'ready', contact, options: { ...options, actionRequired: true, codeCheck: 'typed' } }),
  'ready, customer chosen': of({ name: 'ready', contact, options: { ...options, customer: { ...options.customer, name: 'Acme Holding', chosen: true } } }),
  'ready after a refusal': of({ name: 'ready', contact, options, last: { method: 'sms', action: 'mfa_reset' }, trouble: { code: 'too_soon', retryAfterSeconds: 14 } }),
  'ready, country not allowed': of({ name: 'ready', contact, options: withoutSms('country_not_allowed') }),
  'ready, changed recently': of({ name: 'ready', contact, options: withoutSms('changed_recently') }),
  'ready, SMS budget spent': of({ name: 'ready', contact, options: withoutSms('daily_limit_sms_spend') }),
  'ready, day used up': of({ name: 'ready', contact, options: usedUp }),
  'ready after the spend limit': of({ name: 'ready', contact, options: withoutSms('daily_limit_sms_spend'), last: { method: 'sms', action: 'mfa_reset' }, trouble: { code: 'daily_limit', limit: 'sms_spend', retryAfterSeconds: 50_000 } }),
  'page changed': of({ name: 'ready', contact, options, trouble: { code: 'page_changed' } }),
  'reading the page': of({ name: 'sending', contact, options, request, step: 'reading_page' }),
  sending: of({ name: 'sending', contact, options, request, step: 'posting' }),
  'send lost': of({ name: 'send_lost', contact, options, request, trouble: { code: 'unreachable' } }),
  'live, queued': of(live({ delivery: { state: 'queued', reason: null }, expiresAt: null, resendAt: null, canExtend: false })),
  'live, provider busy': of(live({ delivery: { state: 'queued', reason: 'busy' }, expiresAt: null, canExtend: false })),
  live: of(live()),
  'live, e-mail delivered': of(live({ method: 'email', destination: 'j•••@a•••.example', delivery: { state: 'delivered', reason: null }, resendAt: serviceNow - 1 })),
  'live, maybe sent': of(live({ delivery: { state: 'maybe_sent', reason: 'timeout' }, resendAt: serviceNow - 1 })),
  'live, approving': of(live({}, { busy: 'approve' })),
  'live, trouble': of(live({}, { trouble: { code: 'unreachable' }, connected: false })),
  'live, running out': of(live({ expiresAt: serviceNow + 9_000, resendAt: null, canExtend: false })),
  'live, unreachable': without('unreachable', live({}, { connected: false })),
  'live, page differs': snapshotOf({ kind: 'ticket', contact: { ...contact, contact: 'Bob Ray', email: 'bob@acme.example' } }, live()),
  typed: of(live({ codeCheck: 'typed', code: null })),
  'typed, one try left': of(live({ codeCheck: 'typed', code: null, triesLeft: 1, sendNumber: 2 })),
  'typed, next try waits': of(live({ codeCheck: 'typed', code: null, triesLeft: 2, nextTryAt: serviceNow + 3_200 })),
  'typed too soon': of(live({ codeCheck: 'typed', code: null, triesLeft: 1, nextTryAt: serviceNow + 255_000 }, { trouble: { code: 'try_too_soon', retryAfterSeconds: 255 } })),
  'not yours': of(live({ yours: false, technician: 'Sam', code: null, resendAt: null, canExtend: false })),
  approved: of(endedFlow({ status: 'approved', assurance: [...assured] })),
  'approved, e-mail typed': of(endedFlow({ status: 'approved', method: 'email', destination: 'j•••@a•••.example', codeCheck: 'typed', assurance: ['address-only'] })),
  denied: of(endedFlow({ status: 'denied' })),
  'denied, too many codes': of(endedFlow({ status: 'denied', endReason: 'too_many_attempts', codeCheck: 'typed' })),
  expired: of(endedFlow({ status: 'expired' })),
  failed: of(endedFlow({ status: 'failed', endReason: 'delivery_failed', delivery: { state: 'failed', reason: 'not_a_mobile' } })),
  'failed, switched off': of(endedFlow({ status: 'failed', endReason: 'delivery_failed', delivery: { state: 'failed', reason: 'handset_unreachable' } })),
  'failed, busy to the end': of(endedFlow({ status: 'failed', endReason: 'delivery_failed', method: 'email', destination: 'j•••@a•••.example', delivery: { state: 'failed', reason: 'busy' } })),
  'failed, nothing left': of(endedFlow({ status: 'failed', endReason: 'delivery_failed', action: 'mailbox_access', delivery: { state: 'failed', reason: 'opted_out' } })),
  cancelled: of(endedFlow({ status: 'cancelled' })),
};
