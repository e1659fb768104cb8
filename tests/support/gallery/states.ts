import type { Access, Snapshot } from '../../../utils/workflow/snapshot';
import type { Flow } from '../../../utils/workflow/state';
import { pushStates } from './push-states';
import { contact, endedFlow, live, of, onTicket, options, sent, serviceNow, snapshotOf, usedUp, withoutMobile, withoutSms } from './samples';

/** Every state that the panel can be in, for its tests and its pictures. */

const without = (kind: Access['kind'], flow?: Flow) => snapshotOf(onTicket, flow, { kind });
const place = { host: 'na.myconnectwise.net', number: '10482' };
const request = { ...sent, action: 'password_reset', idempotencyKey: 'b3c5' } as const;
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
  'ready after a refusal': of({ name: 'ready', contact, options, last: sent, trouble: { code: 'too_soon', retryAfterSeconds: 14 } }),
  'ready, country not allowed': of({ name: 'ready', contact, options: withoutSms('country_not_allowed') }),
  'ready, changed recently': of({ name: 'ready', contact, options: withoutSms('changed_recently') }),
  'ready, SMS budget spent': of({ name: 'ready', contact, options: withoutSms('daily_limit_sms_spend') }),
  'ready, day used up': of({ name: 'ready', contact, options: usedUp }),
  'ready after the spend limit': of({ name: 'ready', contact, options: withoutSms('daily_limit_sms_spend'), last: sent, trouble: { code: 'daily_limit', limit: 'sms_spend', retryAfterSeconds: 50_000 } }),
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
  ...pushStates,
};
