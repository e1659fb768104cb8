import { describe, expect, test } from 'vitest';
import type { Verification } from '#contract/verification';
import { choiceOf, nextChoices } from '../../../utils/workflow/choice';
import type { Flow, Intent, SendChoice } from '../../../utils/workflow/state';
import { transition } from '../../../utils/workflow/transition';
import { about, answered, bySms, flows, id, invited, live, options, pressed, ready, receivedWith, verificationWith, waiting } from './samples';

const after = (flow: Flow, intent: Intent) => transition(flow, pressed(intent));
const byPush: SendChoice = { ...bySms, method: 'push', check: 'none' };

describe('SEND VERIFICATION', () => {
  test.each(['none', 'code', 'number'] as const)('asks the phone for %s, and says who called', (check) => {
    const sent = after(ready, { name: 'send', ...byPush, check, direction: 'outbound' });
    expect(sent.flow).toMatchObject({ name: 'sending', request: { method: 'push', action: null, check, direction: 'outbound' } });
  });

  test.each(['none', 'number'] as const)('a text message without a code (%s) is not sent', (check) => {
    expect(after(ready, { name: 'send', ...bySms, check })).toEqual({ flow: ready, effects: [] });
  });
});

describe('while the phone is waited for', () => {
  test('nothing can be approved or typed, but denied and stopped', () => {
    const flow: Flow = { ...live, received: waiting };
    expect(after(flow, { name: 'approve' }).effects).toEqual([]);
    expect(after(flows['live push, waiting for a typed code']!, { name: 'try_code', code: '123456' }).effects).toEqual([]);
    expect(after(flow, { name: 'deny' }).effects).toEqual([{ name: 'decide', id, decision: 'deny' }]);
    expect(after(flow, { name: 'cancel' }).effects).toEqual([{ name: 'cancel', id }]);
  });

  test.each(['none', 'number'] as const)('a push that is decided on the phone (%s) is never approved here', (codeCheck) => {
    for (const answeredAt of [null, 1500]) {
      const flow: Flow = { ...live, received: receivedWith({ method: 'push', codeCheck, answeredAt }) };
      expect(after(flow, { name: 'approve' }).effects).toEqual([]);
      expect(after(flow, { name: 'try_code', code: '123456' }).effects).toEqual([]);
    }
  });

  test('Approve on the phone opens the comparison', () => {
    const heard = { ...answered, verification: { ...answered.verification, now: 3000 } };
    const { flow } = transition({ ...live, received: waiting }, { name: 'verification', received: heard });
    expect(after(flow, { name: 'approve' }).effects).toEqual([{ name: 'decide', id, decision: 'approve' }]);
    expect(after(flows['live push, answered and typed']!, { name: 'try_code', code: '123456' }).effects).toEqual([{ name: 'try_code', id, code: '123456', attempt: 1 }]);
  });
});

describe('what may be tried after an end', () => {
  const ended = (changes: Partial<Verification>) => verificationWith({ method: 'push', codeCheck: 'number', direction: 'outbound', action: 'mfa_reset', code: null, ...changes });
  const again: SendChoice = { method: 'push', action: 'mfa_reset', direction: 'outbound', check: 'number' };
  const instead: SendChoice = { ...again, method: 'sms', check: 'code' };

  test('SEND AGAIN repeats method, action, direction and check; a policy that compares by another is no other check', () => {
    expect(choiceOf(ended({}))).toEqual(again);
    expect((['none', 'compare', 'typed'] as const).map((codeCheck) => choiceOf(ended({ codeCheck })).check)).toEqual(['none', 'code', 'code']);
  });

  test.each<[string, Partial<Verification>, SendChoice[]]>([
    ['a timeout: the same again, then the others', { status: 'expired' }, [again, instead]],
    ['a failed delivery: the others', { status: 'failed', endReason: 'delivery_failed' }, [instead]],
    ['too many wrong numbers: the others', { status: 'denied', endReason: 'too_many_attempts' }, [instead]],
    ['Deny on the phone: nothing', { status: 'denied', endReason: 'phone_denied' }, []],
    ['Approve on a phone that was removed: nothing', { status: 'denied', endReason: 'phone_removed' }, []],
    ['"I did not ask for this": nothing', { status: 'denied', endReason: 'not_requested' }, []],
    ['DENY: nothing', { status: 'denied' }, []],
    ['a success: nothing', { status: 'approved' }, []],
    ['CANCEL: nothing', { status: 'cancelled' }, []],
  ])('%s', (_title, changes, choices) => {
    expect(nextChoices(options, ended(changes))).toEqual(choices);
  });

  test('nothing that is not offered now, and nothing while somebody else verifies', () => {
    const blocked = { ...options, methods: options.methods.map((option) => (option.method === 'push' ? { ...option, available: false } : option)) };
    expect(nextChoices(blocked, ended({ status: 'expired' }))).toEqual([instead]);
    expect(nextChoices({ ...options, live: verificationWith() }, ended({ status: 'expired' }))).toEqual([]);
  });

  test.each(['ended denied', 'ended denied on the phone', 'ended, not asked for', 'ended approved'])('%s: no SEND goes out from it', (title) => {
    expect(after(flows[title]!, { name: 'send', ...bySms })).toEqual({ flow: flows[title], effects: [] });
  });
});

describe('an invitation to the phone app', () => {
  const approved = flows['ended approved']!;
  const inviting = flows['ended approved, inviting']!;

  test('is asked for once, and where it went stays with the result', () => {
    expect(after(approved, { name: 'invite' })).toEqual({ flow: inviting, effects: [{ name: 'invite', id }] });
    expect(after(inviting, { name: 'invite' })).toEqual({ flow: inviting, effects: [] });
    const sent = transition(inviting, { name: 'invited', id, invited }).flow;
    expect(sent).toMatchObject({ name: 'ended', about, invitation: { state: 'sent', invited } });
    expect(after(sent, { name: 'invite' }).effects).toEqual([]);
  });

  test.each(['ended approved, invitation refused', 'ended approved, invitation lost'])('%s: it can be asked for again', (title) => {
    expect(after(flows[title]!, { name: 'invite' })).toEqual({ flow: inviting, effects: [{ name: 'invite', id }] });
  });

  test('whose answer died with the worker may have been sent: it is not sent again by itself', () => {
    expect(transition(inviting, { name: 'resumed' })).toEqual({ flow: flows['ended approved, invitation lost'], effects: [] });
  });

  test.each<[string, Partial<Verification>]>([
    ['not a success', { status: 'denied', canInvite: true }],
    ['another technician’s', { status: 'approved', canInvite: true, yours: false }],
    ['not allowed', { status: 'approved', canInvite: false }],
  ])('%s: no invitation', (_title, changes) => {
    const flow: Flow = { name: 'ended', about, options, received: receivedWith(changes) };
    expect(after(flow, { name: 'invite' })).toEqual({ flow, effects: [] });
  });

  test('an answer that nobody waits for changes nothing', () => {
    expect(transition(approved, { name: 'invited', id, invited }).flow).toEqual(approved);
  });
});
