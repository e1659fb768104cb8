import { describe, expect, test, vi } from 'vitest';
import { bySms, id, invited } from '../workflow/samples';
import { atReady, callsOf, createWorld, flowOf, untilFlow } from './world';

/** A worker whose verification has just succeeded, and whose account may be invited. */
async function atSuccess() {
  const world = createWorld();
  const worker = await atReady(world);
  await worker.press({ name: 'send', ...bySms });
  await untilFlow(world, 'live');
  world.verification = { ...world.verification, canInvite: true };
  await worker.press({ name: 'approve' });
  await untilFlow(world, 'ended');
  return { world, worker };
}

describe('an invitation to the phone app', () => {
  test('is asked for once, with the result stored before it leaves, and its answer stands with the result', async () => {
    const { world, worker } = await atSuccess();
    await Promise.all([worker.press({ name: 'invite' }), worker.press({ name: 'invite' })]);
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ name: 'ended', invitation: { state: 'sent', invited } }));
    const calls = callsOf(world, 'invite');
    expect(calls.map(({ details }) => details)).toEqual([[id]]);
    expect(calls[0]!.stored.flows['na.myconnectwise.net/4711']).toMatchObject({ invitation: { state: 'sending' } });
  });

  test('that is refused says why, and can be asked for again', async () => {
    const { world, worker } = await atSuccess();
    world.answers['invite'] = { ok: false, trouble: { code: 'channel_missing' } };
    await worker.press({ name: 'invite' });
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ invitation: { state: 'refused', trouble: { code: 'channel_missing' } } }));
    delete world.answers['invite'];
    await worker.press({ name: 'invite' });
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ invitation: { state: 'sent' } }));
  });

  test.each(['unreachable', 'unavailable', 'internal'] as const)('without a clear answer (%s) may have been sent', async (code) => {
    const { world, worker } = await atSuccess();
    world.answers['invite'] = { ok: false, trouble: { code } };
    await worker.press({ name: 'invite' });
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ invitation: { state: 'lost' } }));
  });

  test('whose worker died is not sent again by the next', async () => {
    const { world, worker } = await atSuccess();
    world.held.add('invite');
    await worker.press({ name: 'invite' });
    expect(world.alarm).toBe(true);
    await vi.waitFor(() => expect(callsOf(world, 'invite')).toHaveLength(1));
    await world.startWorker().started;
    expect(flowOf(world)).toMatchObject({ name: 'ended', invitation: { state: 'lost' } });
    expect(callsOf(world, 'invite')).toHaveLength(1);
  });
});
