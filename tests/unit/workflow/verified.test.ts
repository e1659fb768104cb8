import { describe, expect, test } from 'vitest';
import type { Flow } from '../../../utils/workflow/state';
import type { FlowOf } from '../../../utils/workflow/step';
import { transition } from '../../../utils/workflow/transition';
import { serviceTime, standingOf } from '../../../utils/workflow/verified';
import { about, bySms, contact, flows, options, otherAbout, otherContact, otherId, pressed, receivedWith, trouble, verificationWith, verified } from './samples';

/** The service said at 2000 that a success of 1500 counts until 901,500; that was heard at 1 by the local clock. */
const ready: Flow = { name: 'ready', about, options: { ...options, verified } };
const approved: FlowOf<'ended'> = { name: 'ended', about, options, received: receivedWith({ status: 'approved', code: null, endedAt: 1500, verifiedUntil: 901_500 }) };
const heardAt = 1;

describe('a success that still counts', () => {
  test('is as old as the service says, and the local clock only adds what passed since the answer', () => {
    expect(standingOf(ready, heardAt)).toEqual({ agoMs: 500, leftMs: 899_500, method: 'sms', check: 'compare', action: 'password_reset', technician: 'Alex' });
    expect(standingOf(ready, heardAt + 180_000)).toMatchObject({ agoMs: 180_500, leftMs: 719_500 });
    expect(standingOf(approved, 5000 + 180_000)).toMatchObject({ agoMs: 180_500, leftMs: 719_500, technician: 'Alex', action: null });
  });

  test.each([['ready', ready, heardAt], ['just approved', approved, 5000]] as const)('%s: is none any more in the very millisecond in which its time is over', (_title, flow, heard) => {
    expect(standingOf(flow, heard + 899_499)).toMatchObject({ leftMs: 1 });
    expect(standingOf(flow, heard + 899_500)).toBeUndefined();
  });

  test('is none by a local clock that was set back: nobody knows how much time has passed', () => {
    expect(standingOf(ready, heardAt - 1000)).toMatchObject({ leftMs: 899_500 });
    expect(standingOf(ready, heardAt - 3_600_000)).toBeUndefined();
  });

  test.each(Object.entries(flows).filter(([title]) => !/^(?:ready, verified|ended approved)/.test(title)))('%s: nothing counts', (_title, flow) => {
    const with_ = 'options' in flow && flow.name !== 'ready' ? { ...flow, options: { ...flow.options, verified } } : flow;
    expect(standingOf(with_, 5000)).toBeUndefined();
  });

  test('is none where the service says so of an approved one', () => {
    expect(standingOf({ ...approved, received: receivedWith({ status: 'approved', endedAt: 1500, verifiedUntil: null }) }, 5000)).toBeUndefined();
  });
});

describe('of whom it is', () => {
  test('OK asks the service anew, and nothing counts until it has answered', () => {
    const step = transition(approved, pressed({ name: 'finish' }));
    expect(step).toMatchObject({ flow: { name: 'looking_up', about }, effects: [{ name: 'look_up', about }] });
    expect(standingOf(step.flow, 5000)).toBeUndefined();
    const answered = transition(step.flow, { name: 'looked_up', about, options: { ...options, verified }, receivedAt: 7000 });
    expect(standingOf(answered.flow, 7000)).toMatchObject({ leftMs: 899_500 });
  });

  test('A, B, A on one ticket: nobody counts before the service has said so for the one who is there', () => {
    const atB = transition(ready, { name: 'page_read', contact: otherContact }).flow;
    expect([atB.about, standingOf(atB, 5000)]).toEqual([otherAbout, undefined]);
    const late = transition(atB, { name: 'looked_up', about, options: { ...options, verified }, receivedAt: 6 }).flow;
    expect([late, standingOf(late, 5000)]).toEqual([atB, undefined]);
    const answered = transition(atB, { name: 'looked_up', about: otherAbout, options, receivedAt: 7 }).flow;
    expect(standingOf(answered, 5000)).toBeUndefined();
    const atA = transition(answered, { name: 'page_read', contact }).flow;
    expect([atA.name, standingOf(atA, 5000)]).toEqual(['looking_up', undefined]);
  });

  test('SEND stays possible, for something else', () => {
    expect(transition(ready, pressed({ name: 'send', ...bySms, action: 'mfa_reset' })).flow.name).toBe('sending');
  });
});

describe('asked once more while the methods are on offer', () => {
  const last = { ...bySms, action: 'other' } as const;
  const before: Flow = { ...ready, trouble, last };
  const again = (changes: object, more: object = {}) => transition(before, { name: 'looked_up', about, options: { ...options, ...changes }, receivedAt: 9000, ...more });

  test('what the person reported meanwhile counts no more, and what was chosen stays', () => {
    const { flow, effects } = again({ verified: null, flaggedAt: 4000, now: 5000 });
    expect(flow).toMatchObject({ name: 'ready', trouble, last, options: { flaggedAt: 4000, receivedAt: 9000 } });
    expect([standingOf(flow, 9000), effects]).toEqual([undefined, []]);
  });

  test('an answer that was on its way longer than a newer one changes nothing', () => {
    expect(again({ verified: null, now: 1999 }).flow).toBe(before);
  });

  test('a verification that a colleague began is looked up like any other', () => {
    const step = again({ now: 5000, live: verificationWith({ yours: false, code: null }) });
    expect(step).toMatchObject({ flow: { name: 'looking_up', last }, effects: [{ name: 'look_up', about }] });
  });
});

describe('asked once more while a success is shown', () => {
  const again = (changes: object, more: object = {}, before = approved) => transition(before, { name: 'looked_up', about, options: { ...options, now: 5000, ...changes }, receivedAt: 9000, ...more }).flow;

  test('where nothing of this contact counts any more, neither does this, and it says so', () => {
    const flow = again({ verified: null, flaggedAt: 4000 });
    expect(flow).toMatchObject({ name: 'ended', revoked: true, options: { flaggedAt: 4000 } });
    expect(standingOf(flow, 9000)).toBeUndefined();
    expect(transition({ ...flow, received: receivedWith({ ...approved.received.verification, canInvite: true }) } as Flow, pressed({ name: 'invite' })).effects).toEqual([]);
  });

  test('it stands as it stood where the service says so', () => {
    const flow = again({ verified });
    expect(standingOf(flow, 9000)).toEqual(standingOf(approved, 9000));
    expect(flow).not.toHaveProperty('revoked');
  });

  test('once its time is over nobody has taken it back', () => {
    expect(again({ verified: null, now: 901_500 })).not.toHaveProperty('revoked');
  });

  test.each([
    ['asked before it was reached', { verified: null, now: 1999 }, {}],
    ['about another contact', { verified: null }, { about: otherAbout }],
    ['for another customer', { verified: null }, { customerId: otherId }],
  ])('an answer %s changes nothing', (_title, changes, more) => {
    expect(again(changes, more)).toBe(approved);
  });

  test('nor does a failed look-up', () => {
    expect(transition(approved, { name: 'look_up_failed', about, trouble }).flow).toBe(approved);
  });
});

test('the service’s clock is what it said and what passed since, never less', () => {
  expect([serviceTime(options, 1), serviceTime(options, 61), serviceTime(options, -99)]).toEqual([2000, 2060, 2000]);
});
