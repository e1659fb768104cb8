import { describe, expect, test, vi } from 'vitest';
import type { Note } from '#contract/connectwise';
import { bySms, id } from '../workflow/samples';
import { atReady, callsOf, createWorld, flowOf, untilFlow } from './world';

/** A worker at a success whose ticket note stands like this. */
async function atResult(note: Note | null) {
  const world = createWorld();
  const worker = await atReady(world);
  await worker.press({ name: 'send', ...bySms });
  await untilFlow(world, 'live');
  world.verification = { ...world.verification, note };
  await worker.press({ name: 'approve' });
  await untilFlow(world, 'ended');
  return { world, worker };
}

describe('the ticket note of a result', () => {
  test.each(['waiting', 'failed'] as const)('that is %s is asked for as long as the panel looks, and its end is shown', async (state) => {
    const { world, worker } = await atResult({ state, reason: null });
    world.verification = { ...world.verification, note: { state: 'written', reason: null }, now: world.verification.now + 1 };
    await worker.lookAgain();
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ name: 'ended', received: { verification: { status: 'approved', note: { state: 'written' } } } }));
    expect(callsOf(world, 'read').map(({ details }) => details)).toEqual([[id]]);
    await worker.lookAgain();
    expect(callsOf(world, 'read')).toHaveLength(1);
  });

  test.each<[string, Note | null]>([['written', { state: 'written', reason: null }], ['given up', { state: 'given_up', reason: 'ticket_gone' }], ['not wanted', null]])('that is %s is not asked for', async (_title, note) => {
    const { world, worker } = await atResult(note);
    await worker.lookAgain();
    expect(callsOf(world, 'read')).toEqual([]);
  });

  test('that cannot be asked for changes nothing about the result', async () => {
    const { world, worker } = await atResult({ state: 'waiting', reason: null });
    const before = flowOf(world);
    world.answers['read'] = { ok: false, trouble: { code: 'unavailable' } };
    await worker.lookAgain();
    await vi.waitFor(() => expect(callsOf(world, 'read')).toHaveLength(1));
    expect(flowOf(world)).toEqual(before);
  });
});
