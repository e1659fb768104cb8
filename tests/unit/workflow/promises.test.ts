import { describe, expect, test } from 'vitest';
import type { Flow, Intent } from '../../../utils/workflow/state';
import { transition } from '../../../utils/workflow/transition';
import { about, bySms, contact, customerId, flows, id, key, live, options, otherAbout, otherContact, otherKey, pressed, ready, receivedWith, request, trouble, typed } from './samples';

const after = (flow: Flow, intent: Intent) => transition(flow, pressed(intent));

describe('the wrong contact', () => {
  test('SEND reads the page again before anything leaves', () => {
    expect(after(ready, { name: 'send', ...bySms })).toEqual({
      flow: { name: 'sending', about, options, request: { ...request, idempotencyKey: otherKey }, step: 'reading_page' },
      effects: [{ name: 'read_page', contact, idempotencyKey: otherKey }],
    });
  });

  test('a page that differs sends nothing and says so', () => {
    const step = transition(flows['reading the page']!, { name: 'page_differs', idempotencyKey: key, trouble: { code: 'page_changed' } });
    expect(step).toEqual({ flow: { name: 'ready', about, options, last: bySms, trouble: { code: 'page_changed' } }, effects: [] });
  });

  test('a page that changes while it is read again is looked up anew, and the panel says so', () => {
    const step = transition(flows['reading the page']!, { name: 'page_read', contact: otherContact });
    expect(step.flow).toEqual({ name: 'looking_up', about: otherAbout, trouble: { code: 'page_changed' } });
    expect(step.effects).toEqual([{ name: 'look_up', about: otherAbout }]);
  });

  test('an answer about the contact before does not serve the contact now', () => {
    const looking: Flow = { name: 'looking_up', about: otherAbout };
    expect(transition(looking, { name: 'looked_up', about, options, receivedAt: 1 })).toEqual({ flow: looking, effects: [] });
  });

  test.each(['live', 'ended approved', 'posting', 'send lost'])('%s stays about its own contact when the page changes', (title) => {
    expect(transition(flows[title]!, { name: 'page_read', contact: otherContact }).flow.about).toEqual(about);
  });
});

describe('a verification that failed or ran out', () => {
  const failed = transition(live, { name: 'verification', received: receivedWith({ status: 'failed', code: null, now: 9000 }) });
  const less = { ...options, methods: options.methods.map((one) => ({ ...one, available: false })) };

  test.each(['failed', 'expired'] as const)('%s: what may be offered now is asked, and nothing else is left on the screen for it', (status) => {
    const step = transition(live, { name: 'verification', received: receivedWith({ status, code: null, now: 9000 }) });
    expect(step).toMatchObject({ flow: { name: 'ended', options }, effects: [{ name: 'look_up', about }] });
  });

  test('offers what the service says now', () => {
    expect(transition(failed.flow, { name: 'looked_up', about, options: less, receivedAt: 1 }).flow).toEqual({ ...failed.flow, options: less });
  });

  test('takes no answer about somebody else, or for another customer', () => {
    expect(transition(failed.flow, { name: 'looked_up', about: otherAbout, options: less, receivedAt: 1 }).flow).toEqual(failed.flow);
    expect(transition(failed.flow, { name: 'looked_up', about, customerId, options: less, receivedAt: 1 }).flow).toEqual(failed.flow);
  });

  test('a success asks nothing', () => {
    expect(transition(live, { name: 'verification', received: receivedWith({ status: 'approved', code: null, now: 9000 }) }).effects).toEqual([]);
  });
});

describe('SEND', () => {
  test('a method that is not offered is not sent', () => {
    expect(after(ready, { name: 'send', ...bySms, method: 'email', action: null })).toEqual({ flow: ready, effects: [] });
  });

  test('an action that a method must not be used for is not sent', () => {
    const offered: Flow = { ...ready, options: { ...options, methods: [{ method: 'email', available: true, excludedActions: ['mailbox_access'] }] } } as Flow;
    expect(after(offered, { name: 'send', ...bySms, method: 'email', action: 'mailbox_access' }).effects).toEqual([]);
    expect(after(offered, { name: 'send', ...bySms, method: 'email', action: 'other' }).effects).toHaveLength(1);
  });

  test('where an action is required, none is not sent', () => {
    const strict = { ...ready, options: { ...options, actionRequired: true } } as Flow;
    expect(after(strict, { name: 'send', ...bySms }).effects).toEqual([]);
  });

  test('what was chosen for it is kept when it is refused', () => {
    const asking: Flow = { name: 'sending', about, options, request: { ...request, action: 'mfa_reset' }, step: 'posting' };
    const refused = transition(asking, { name: 'start_refused', idempotencyKey: key, trouble: { code: 'too_soon' } });
    expect(refused.flow).toMatchObject({ name: 'ready', last: { ...bySms, action: 'mfa_reset' } });
    const over = transition(asking, { name: 'start_refused', idempotencyKey: key, trouble: { code: 'daily_limit', limit: 'sms_spend' } });
    expect(over.effects).toEqual([{ name: 'look_up', about }]);
    const anew = transition(over.flow, { name: 'looked_up', about, options, receivedAt: 1 });
    expect(anew.flow).toMatchObject({ name: 'ready', last: { ...bySms, action: 'mfa_reset' }, trouble: { code: 'daily_limit', limit: 'sms_spend' } });
  });

  test('a customer that was chosen by mistake can be chosen again', () => {
    const chosen = { ...ready, options: { ...options, customer: { id: customerId, name: 'Acme', chosen: true } } } as Flow;
    expect(after(chosen, { name: 'look_up' })).toEqual({ flow: { name: 'looking_up', about }, effects: [{ name: 'look_up', about }] });
  });

  test('a customer that the technician chose goes with it', () => {
    const chosen = { ...ready, options: { ...options, customer: { id: customerId, name: 'Acme', chosen: true } } } as Flow;
    expect(after(chosen, { name: 'send', ...bySms }).flow).toMatchObject({ request: { customerId } });
  });

  test('pressed twice, it is one SEND', () => {
    const once = after(ready, { name: 'send', ...bySms }).flow;
    expect(after(once, { name: 'send', ...bySms })).toEqual({ flow: once, effects: [] });
  });
});

describe('a worker that starts again', () => {
  test('finds a SEND that had not left: the page is compared again before it does', () => {
    const reading = flows['reading the page']!;
    expect(transition(reading, { name: 'resumed' })).toEqual({ flow: reading, effects: [{ name: 'read_page', contact, idempotencyKey: key }] });
  });

  test('finds a SEND that may have left: the same SEND, with the same key', () => {
    expect(transition(flows['posting']!, { name: 'resumed' }).effects).toEqual([{ name: 'start', about, request }]);
  });

  test.each([
    ['live, approving', { name: 'decide', id, decision: 'approve' }],
    ['live, denying', { name: 'decide', id, decision: 'deny' }],
    ['live, trying a code', { name: 'try_code', id, code: '111111', attempt: 2 }],
    ['live, resending', { name: 'resend', id, afterSend: 1 }],
    ['live, extending', { name: 'more_time', id }],
    ['live, cancelling', { name: 'cancel', id }],
  ])('%s: watches, and repeats the same press', (title, effect) => {
    expect(transition(flows[title]!, { name: 'resumed' }).effects).toEqual([{ name: 'watch', id }, effect]);
  });

  test('repeats a resend as after the send that the technician saw, though the new code has left already', () => {
    const resending = after(live, { name: 'resend' }).flow;
    const streamed = transition(resending, { name: 'verification', received: receivedWith({ sendNumber: 2, now: 4000 }) }).flow;
    expect(transition(streamed, { name: 'resumed' }).effects).toContainEqual({ name: 'resend', id, afterSend: 1 });
  });

  test('repeats a typed code as the same attempt, though the wrong try is counted already', () => {
    const trying = after({ ...live, received: typed }, { name: 'try_code', code: '222222' });
    expect(trying.effects).toEqual([{ name: 'try_code', id, code: '222222', attempt: 2 }]);
    const counted = receivedWith({ codeCheck: 'typed', code: null, triesLeft: 1, now: 4000 });
    const streamed = transition(trying.flow, { name: 'verification', received: counted }).flow;
    expect(transition(streamed, { name: 'resumed' }).effects).toContainEqual({ name: 'try_code', id, code: '222222', attempt: 2 });
  });
});

describe('a live verification', () => {
  test.each<Intent>([{ name: 'approve' }, { name: 'deny' }, { name: 'resend' }, { name: 'more_time' }, { name: 'cancel' }])(
    'another technician cannot $name it',
    (intent) => {
      const theirs = flows['live, another technician']!;
      expect(after(theirs, intent)).toEqual({ flow: theirs, effects: [] });
    },
  );

  test('a typed code cannot be approved by eye, and a compared one cannot be typed', () => {
    expect(after({ ...live, received: typed }, { name: 'approve' }).effects).toEqual([]);
    expect(after(live, { name: 'try_code', code: '123456' }).effects).toEqual([]);
  });

  test('one press at a time', () => {
    const approving = after(live, { name: 'approve' }).flow;
    expect(after(approving, { name: 'deny' })).toEqual({ flow: approving, effects: [] });
  });

  test('a press that failed can be repeated, and the state is asked for', () => {
    const step = transition(flows['live, approving']!, { name: 'intent_failed', id, trouble });
    expect(step).toEqual({ flow: { ...live, trouble }, effects: [{ name: 'watch', id }] });
  });

  test('old news does not replace newer', () => {
    const step = transition(live, { name: 'verification', received: receivedWith({ now: 1, triesLeft: 1 }) });
    expect(step.flow).toEqual(live);
  });

  test('its end is final', () => {
    const ended = flows['ended denied']!;
    expect(transition(ended, { name: 'verification', received: receivedWith({ status: 'approved', now: 9000 }) }).flow).toEqual(ended);
  });
});
