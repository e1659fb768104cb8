import { describe, expect, test } from 'vitest';
import { assuranceOf } from '#contract/assurance';
import { codeChecks, endedStatuses, isEnded, lifecycleEvents, nextStatus } from '#contract/lifecycle';
import { methods } from '#contract/words';

/** What each event makes of a pending verification; absent: not allowed. */
const allowed = {
  compare: { approve: 'approved', deny: 'denied', expire: 'expired', cancel: 'cancelled', delivery_failed: 'failed' },
  typed: { code_matched: 'approved', too_many_attempts: 'denied', deny: 'denied', expire: 'expired', cancel: 'cancelled', delivery_failed: 'failed' },
} as Record<string, Record<string, string>>;

describe('the whole table of status and event', () => {
  test.each(codeChecks.flatMap((codeCheck) => lifecycleEvents.map((event) => ({ codeCheck, event }))))('$event with a code that is $codeCheck', ({ codeCheck, event }) => {
    expect(nextStatus('pending', event, codeCheck)).toBe(allowed[codeCheck]?.[event]);
  });

  test.each(endedStatuses.flatMap((status) => lifecycleEvents.map((event) => ({ status, event }))))('$status stays as it is after $event: a verification ends once', ({ status, event }) => {
    expect(isEnded(status)).toBe(true);
    for (const codeCheck of codeChecks) expect(nextStatus(status, event, codeCheck)).toBeUndefined();
  });
});

test('a technician who compared is named in the assurance, and a text message is never more than restricted', () => {
  for (const method of methods) expect(assuranceOf(method, 'compare')).toEqual([...assuranceOf(method, 'typed'), 'technician-attested']);
  expect(assuranceOf('sms', 'typed')).toEqual(['restricted']);
  expect(assuranceOf('email', 'typed')).toEqual(['address-only']);
});
