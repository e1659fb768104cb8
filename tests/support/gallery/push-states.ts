import type { Verification } from '#contract/verification';
import type { Snapshot } from '../../../utils/workflow/snapshot';
import { about, comparing, endedFlow, endedPush, livePush, of, offering, options, phone, sent, serviceNow, withoutMobile, withoutPush, withoutSms, withPhone } from './samples';

/** What a push, its number and its code, and an invitation to the phone app look like. */

const ready = { name: 'ready', about, options: withPhone } as const;
const byPush = { ...sent, method: 'push' } as const;
const proven = { status: 'approved', canInvite: false } as const;
const invited = { linkTo: 'j•••@a•••.example', codeTo: '•••• 0199', expiresAt: serviceNow + 86_400_000 };
const bySms: Partial<Verification> = { status: 'approved', assurance: ['restricted', 'technician-attested'], canInvite: true };

export const pushStates: Record<string, Snapshot> = {
  'ready, push': of(ready),
  'ready, push never seen': of({ ...ready, options: offering({ ...phone, destination: '2 phones', lastSeenAt: null }) }),
  'ready, push and code': of({ ...ready, last: byPush }),
  'ready, push and typed code': of({ ...ready, options: { ...withPhone, codeCheck: 'typed' }, last: byPush }),
  'ready, push and number': of({ ...ready, last: { ...byPush, check: 'number', direction: 'outbound' } }),
  'ready, notifications off': of({ ...ready, options: withoutPush('notifications_off') }),
  'ready, notifications off and no mobile': of({ ...ready, options: withoutPush('notifications_off', withoutMobile) }),
  'ready, push blocked': of({ ...ready, options: withoutPush('push_blocked') }),
  'ready, push unanswered': of({ ...ready, options: withoutPush('push_unanswered') }),
  'ready, flagged': of({ ...ready, options: { ...withPhone, flaggedAt: serviceNow - 600_000 } }),
  'push, queued': of(livePush({ delivery: { state: 'queued', reason: null }, expiresAt: null })),
  push: of(livePush()),
  'push, the phone has it': of(livePush({ delivery: { state: 'delivered', reason: null } })),
  'push, running out': of(livePush({ expiresAt: serviceNow + 9_000 })),
  'push, provider busy': of(livePush({ delivery: { state: 'queued', reason: 'busy' }, expiresAt: null })),
  'push, maybe sent': of(livePush({ delivery: { state: 'maybe_sent', reason: 'timeout' } })),
  'push and code, waiting': of(livePush({ codeCheck: 'compare' })),
  'push and code, compare': of(livePush({ ...comparing, codeCheck: 'compare', code: '493201' })),
  'push and code, typed': of(livePush({ ...comparing, codeCheck: 'typed' })),
  'push and number': of(livePush({ codeCheck: 'number', number: '384' })),
  'push and number, wrong once': of(livePush({ codeCheck: 'number', number: '384', triesLeft: 2, delivery: { state: 'delivered', reason: null } })),
  'push, not yours': of(livePush({ yours: false, technician: 'Sam' })),
  'push approved': of(endedPush({ ...proven, assurance: ['device', 'reduced'] })),
  'push approved, new phone': of(endedPush({ ...proven, assurance: ['user-verified-device', 'reduced', 'new-device'] })),
  'push and code approved': of(endedPush({ ...proven, codeCheck: 'compare', answeredAt: serviceNow - 20_000, assurance: ['user-verified-device', 'technician-attested'] })),
  'push and number approved': of(endedPush({ ...proven, codeCheck: 'number', assurance: ['user-verified-device'] })),
  'push denied': of(endedPush({ status: 'denied', endReason: 'phone_denied' })),
  'push not asked for': of(endedPush({ status: 'denied', endReason: 'not_requested' })),
  'push and code, phone removed': of(endedPush({ status: 'denied', endReason: 'phone_removed', codeCheck: 'compare', answeredAt: serviceNow - 20_000 })),
  'push, too many numbers': of(endedPush({ status: 'denied', endReason: 'too_many_attempts', codeCheck: 'number' })),
  'push expired': of(endedPush({ status: 'expired', codeCheck: 'number', direction: 'outbound' })),
  'push and code expired': of(endedPush({ status: 'expired', codeCheck: 'compare', answeredAt: serviceNow - 190_000 })),
  'push failed': of(endedPush({ status: 'failed', endReason: 'delivery_failed', delivery: { state: 'failed', reason: 'subscription_gone' } }, withoutPush('notifications_off'))),
  'push expired, nothing left': of(endedPush({ status: 'expired', action: 'mailbox_access' }, withoutPush('push_unanswered', withoutSms('not_configured')))),
  'push cancelled': of(endedPush({ status: 'cancelled' })),
  'may invite': of(endedFlow(bySms)),
  inviting: of(endedFlow(bySms, options, { state: 'sending' })),
  invited: of(endedFlow(bySms, options, { state: 'sent', invited })),
  'invitation refused': of(endedFlow(bySms, options, { state: 'refused', trouble: { code: 'channel_missing' } })),
  'invitation lost': of(endedFlow(bySms, options, { state: 'lost' })),
};
