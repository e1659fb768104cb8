import { describe, expect, test } from 'vitest';
import { FlowSchema } from '../../../utils/workflow/flow-schema';
import { awaitsSecond, doubtsOf, goingOnOf, isStopped } from '../../../utils/workflow/doubts';
import type { Intent, Offered, Ready } from '../../../utils/workflow/state';
import { transition } from '../../../utils/workflow/transition';
import { about, bySms, changedLately, confirmed, contact, doubted, exception, exceptionId, flows, options, otherId, pressed, readyDoubted } from './samples';

const after = (flow: Ready, intent: Intent) => transition(flow, pressed(intent));
const send = { name: 'send', ...bySms } as const;
const asked: Ready = { ...readyDoubted, options: { ...doubted, exception } };
const theirs: Ready = { ...readyDoubted, options: { ...doubted, exception: { ...exception, yours: false } } };
/** The options were heard at 1 by the local clock, when the service's said 2000; the wish ends at 901,500. */
const heardAt = 1;
const lifeMs = 899_500;

describe('SEND with something against the contact', () => {
  const stopped: [string, Offered][] = [
    ['nobody has confirmed', doubted],
    ['nobody has confirmed yet', { ...doubted, exception }],
    ['a second technician refused', { ...doubted, exception: { ...exception, state: 'refused' } }],
    ['it was confirmed to another technician', { ...doubted, exception: { ...confirmed, yours: false } }],
    ['only a part of it was confirmed', { ...doubted, doubts: ['page_differs', 'contact_inactive'], exception: confirmed }],
  ];
  test.each(stopped)('sends nothing where %s', (_title, offered) => {
    expect(isStopped(offered)).toBe(true);
    expect(after({ ...readyDoubted, options: offered }, send).effects).toEqual([]);
  });

  test('goes on where a second technician has confirmed all of it to this one, and reads the page as ever', () => {
    const step = after({ ...readyDoubted, options: { ...doubted, exception: confirmed } }, send);
    expect(step.effects).toEqual([{ name: 'read_page', contact, idempotencyKey: expect.any(String) }]);
  });

  test('is refused by the service all the same: what speaks against the contact now is looked up, and the choice stays', () => {
    const posting = { name: 'sending', about, options, request: { ...bySms, idempotencyKey: exceptionId }, step: 'posting' } as const;
    const step = transition(posting, { name: 'start_refused', idempotencyKey: exceptionId, trouble: { code: 'contact_doubted' } });
    expect(step).toEqual({ flow: { name: 'looking_up', about, trouble: { code: 'contact_doubted' }, last: bySms }, effects: [{ name: 'look_up', about }] });
  });
});

describe('asking a second technician', () => {
  test('names all that speaks against the contact, and what keeps a method back', () => {
    const both = { ...changedLately, doubts: doubted.doubts };
    expect(after({ ...readyDoubted, options: both }, { name: 'ask_second', reason: 'married' })).toEqual({
      flow: { ...readyDoubted, options: both, busy: 'ask' },
      effects: [{ name: 'ask_exception', about, doubts: ['page_differs', 'changed_recently'], reason: 'married' }],
    });
  });

  test('is possible for a method that was kept back, and for nothing where nothing is against the contact', () => {
    expect(doubtsOf(changedLately)).toEqual(['changed_recently']);
    expect(after({ ...readyDoubted, options: changedLately }, { name: 'ask_second', reason: 'x' }).effects).toHaveLength(1);
    expect(after({ ...readyDoubted, options }, { name: 'ask_second', reason: 'x' }).effects).toEqual([]);
  });

  test('pressed twice asks once, and nothing can be sent meanwhile', () => {
    const once = after({ ...readyDoubted, options: changedLately }, { name: 'ask_second', reason: 'x' }).flow as Ready;
    expect(after(once, { name: 'ask_second', reason: 'x' })).toEqual({ flow: once, effects: [] });
    expect(after(once, { name: 'send', ...bySms, method: 'push' })).toEqual({ flow: once, effects: [] });
  });

  test('stands as the service has it, and what holds now is looked up without a gap', () => {
    const step = transition({ ...readyDoubted, busy: 'ask' }, { name: 'exception', about, exception });
    expect(step).toEqual({ flow: asked, effects: [{ name: 'look_up', about }] });
  });

  test('that failed says why and can be pressed again', () => {
    const step = transition({ ...readyDoubted, busy: 'ask' }, { name: 'exception_failed', about, trouble: { code: 'unreachable' } });
    expect(step).toEqual({ flow: { ...readyDoubted, trouble: { code: 'unreachable' } }, effects: [{ name: 'look_up', about }] });
  });

  test('whose worker died is not made twice: the service says whether it was made', () => {
    expect(transition({ ...readyDoubted, busy: 'ask' }, { name: 'resumed' })).toEqual({ flow: readyDoubted, effects: [{ name: 'look_up', about }] });
  });

  test('an answer that nobody waits for changes nothing', () => {
    expect(transition(readyDoubted, { name: 'exception', about, exception })).toEqual({ flow: readyDoubted, effects: [] });
  });
});

describe('the second technician', () => {
  test.each(['confirm', 'refuse'] as const)('can %s what they were shown', (decision) => {
    expect(after(theirs, { name: 'decide_exception', exceptionId, decision })).toEqual({ flow: { ...theirs, busy: decision }, effects: [{ name: 'decide_exception', about, exceptionId, decision }] });
  });

  test.each(['confirm', 'refuse'] as const)('the one who asked can never %s it', (decision) => {
    expect(after(asked, { name: 'decide_exception', exceptionId, decision })).toEqual({ flow: asked, effects: [] });
  });

  test('answers nothing else than they were shown, and nothing that has an answer', () => {
    expect(after(theirs, { name: 'decide_exception', exceptionId: otherId, decision: 'confirm' }).effects).toEqual([]);
    const answered = { ...theirs, options: { ...doubted, exception: { ...confirmed, yours: false } } };
    expect(after(answered, { name: 'decide_exception', exceptionId, decision: 'refuse' }).effects).toEqual([]);
  });

  test('who was too late reads no reproach: what a third one said will stand there', () => {
    const step = transition({ ...theirs, busy: 'confirm' }, { name: 'exception_failed', about, trouble: { code: 'already_ended' } });
    expect(step).toEqual({ flow: theirs, effects: [{ name: 'look_up', about }] });
  });
});

describe('how far it is', () => {
  test.each([
    ['asked', asked, { stage: 'asked', whose: 'mine' }],
    ['asked by another', theirs, { stage: 'asked', whose: 'theirs' }],
    ['confirmed', flows['ready, confirmed'] as Ready, { stage: 'confirmed', whose: 'mine' }],
    ['confirmed to another', flows['ready, confirmed for somebody else'] as Ready, { stage: 'confirmed', whose: 'theirs' }],
    ['refused', flows['ready, refused'] as Ready, { stage: 'refused', whose: 'mine' }],
    ['not asked', readyDoubted, { stage: 'open' }],
    ['confirmed for less', flows['ready, confirmed for less than speaks against it'] as Ready, { stage: 'open' }],
  ])('%s', (_title, flow, goingOn) => {
    expect(goingOnOf(flow, heardAt)).toMatchObject(goingOn);
  });

  test('is over in the very millisecond in which the service’s clock says so, whatever the local clock shows', () => {
    expect(goingOnOf(asked, heardAt)).toMatchObject({ leftMs: lifeMs });
    expect(goingOnOf(asked, heardAt + lifeMs - 1)).toMatchObject({ stage: 'asked', leftMs: 1 });
    expect(goingOnOf(asked, heardAt + lifeMs)).toEqual({ stage: 'open' });
  });

  test('who no longer waits sees what speaks against the contact again, until there is an answer', () => {
    const left = after(asked, { name: 'finish' }).flow as Ready;
    expect([goingOnOf(left, heardAt), awaitsSecond(left)]).toEqual([{ stage: 'open' }, false]);
    expect(after(left, { name: 'finish' })).toEqual({ flow: left, effects: [] });
    const answered = transition(left, { name: 'looked_up', about, options: { ...doubted, exception: confirmed }, receivedAt: 9 }).flow as Ready;
    expect(goingOnOf(answered, 9)).toMatchObject({ stage: 'confirmed', whose: 'mine' });
  });

  test('only while it is asked is anybody waited for', () => {
    expect([asked, theirs, readyDoubted, flows['ready, confirmed'] as Ready].map(awaitsSecond)).toEqual([true, true, false, false]);
  });
});

test('a state with an exception from a version that knew other words is dropped, not misread', () => {
  expect(FlowSchema.safeParse({ ...asked, options: { ...asked.options, exception: { ...exception, state: 'granted' } } }).success).toBe(false);
  expect(FlowSchema.safeParse({ ...readyDoubted, options: { ...doubted, doubts: ['full_moon'] } }).success).toBe(false);
});
