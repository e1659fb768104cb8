import { describe, expect, test } from 'vitest';
import { type Situation, endedStatuses, isEnded, lifecycleEvents, nextStatus, situationOf } from '#contract/lifecycle';

const always = { deny: 'denied', expire: 'expired', cancel: 'cancelled' };
const byMessage = { ...always, delivery_failed: 'failed' };
const onPhone = { ...always, phone_denied: 'denied', not_requested: 'denied' };
const waiting = { ...onPhone, delivery_failed: 'failed' };

/** What each event makes of a pending verification; absent: not allowed. */
const table: [title: string, situation: Situation, allowed: Record<string, string>][] = [
  ['a code that is compared', { codeCheck: 'compare', isPush: false, awaitsPhone: false }, { ...byMessage, approve: 'approved' }],
  ['a code that is typed', { codeCheck: 'typed', isPush: false, awaitsPhone: false }, { ...byMessage, code_matched: 'approved', too_many_attempts: 'denied' }],
  ['a push alone', { codeCheck: 'none', isPush: true, awaitsPhone: true }, { ...waiting, phone_approved: 'approved' }],
  ['a push with a number', { codeCheck: 'number', isPush: true, awaitsPhone: true }, { ...waiting, number_matched: 'approved', too_many_attempts: 'denied' }],
  ['a push before its code is compared', { codeCheck: 'compare', isPush: true, awaitsPhone: true }, waiting],
  ['a push before its code is typed', { codeCheck: 'typed', isPush: true, awaitsPhone: true }, waiting],
  ['a push whose code is compared', { codeCheck: 'compare', isPush: true, awaitsPhone: false }, { ...onPhone, approve: 'approved', phone_removed: 'denied' }],
  ['a push whose code is typed', { codeCheck: 'typed', isPush: true, awaitsPhone: false }, { ...onPhone, code_matched: 'approved', too_many_attempts: 'denied', phone_removed: 'denied' }],
];

describe.each(table)('%s', (_title, situation, allowed) => {
  test.each(lifecycleEvents)('%s leads where the table says', (event) => {
    expect(nextStatus('pending', event, situation)).toBe(allowed[event]);
  });

  test.each(endedStatuses)('%s stays as it is: a verification ends once', (status) => {
    expect(isEnded(status)).toBe(true);
    for (const event of lifecycleEvents) expect(nextStatus(status, event, situation)).toBeUndefined();
  });
});

test('only a push waits for a phone, and only until it has answered', () => {
  expect(situationOf({ method: 'push', codeCheck: 'typed', answeredAt: null })).toEqual({ codeCheck: 'typed', isPush: true, awaitsPhone: true });
  expect(situationOf({ method: 'push', codeCheck: 'typed', answeredAt: 1 })).toEqual({ codeCheck: 'typed', isPush: true, awaitsPhone: false });
  expect(situationOf({ method: 'sms', codeCheck: 'typed', answeredAt: null })).toEqual({ codeCheck: 'typed', isPush: false, awaitsPhone: false });
});
