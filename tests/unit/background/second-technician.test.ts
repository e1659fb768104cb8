import { describe, expect, test, vi } from 'vitest';
import { about, bySms, confirmed, contact, doubted, exception, exceptionId, otherContact } from '../workflow/samples';
import { atReady, callsOf, createWorld, flowKey, flowOf, readingOf } from './world';

const ask = { name: 'ask_second', reason: 'She married' } as const;
const confirm = { name: 'decide_exception', exceptionId, decision: 'confirm' } as const;

/** As long as any question would have left by. */
const quiet = () => new Promise((resolve) => setTimeout(resolve, 5));

/** A worker whose panel shows that the page and the record differ. */
async function atDoubted(changes: object = {}) {
  const world = createWorld();
  world.options = { ...doubted, ...changes };
  return { world, worker: await atReady(world) };
}

describe('going on in spite of a doubt', () => {
  test('sends nothing before a second technician has confirmed, however often SEND is pressed', async () => {
    const { world, worker } = await atDoubted();
    expect(await worker.press({ name: 'send', ...bySms })).toEqual({ ok: false, code: 'not_possible' });
    expect(callsOf(world, 'start')).toEqual([]);
  });

  test('is asked for with all that speaks against the contact, stored before it leaves, once', async () => {
    const { world, worker } = await atDoubted();
    world.options = { ...doubted, exception };
    await Promise.all([worker.press(ask), worker.press(ask)]);
    const calls = callsOf(world, 'askException');
    expect(calls.map(({ details }) => details)).toEqual([[{ contact, doubts: ['page_differs'], reason: 'She married' }]]);
    expect(calls[0]!.stored.flows[flowKey]).toMatchObject({ name: 'ready', busy: 'ask' });
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ name: 'ready', options: { exception } }));
  });

  test('is seen to be confirmed because the panel looks again, and then SEND goes out', async () => {
    const { world, worker } = await atDoubted({ exception });
    world.options = { ...doubted, exception: confirmed };
    await worker.lookAgain();
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ options: { exception: { state: 'confirmed', secondBy: 'Sam' } } }));
    expect(await worker.press({ name: 'send', ...bySms })).toEqual({ ok: true });
    await vi.waitFor(() => expect(callsOf(world, 'start')).toHaveLength(1));
  });

  test('asks the service no more once there is an answer, once the technician no longer waits, or once the panel is closed', async () => {
    const { world, worker } = await atDoubted({ exception });
    const before = callsOf(world, 'resolve').length;
    world.panelOpen = false;
    await worker.lookAgain();
    await quiet();
    world.panelOpen = true;
    await worker.press({ name: 'finish' });
    await worker.lookAgain();
    await quiet();
    expect(callsOf(world, 'resolve')).toHaveLength(before);
    const answered = await atDoubted({ exception: confirmed });
    const asked = callsOf(answered.world, 'resolve').length;
    await answered.worker.lookAgain();
    await quiet();
    expect(callsOf(answered.world, 'resolve')).toHaveLength(asked);
  });

  test('that was asked for by a worker that died is not asked for twice: the next one looks what the service has', async () => {
    const { world, worker } = await atDoubted();
    world.held.add('askException');
    await worker.press(ask);
    expect(world.alarm).toBe(true);
    world.options = { ...doubted, exception };
    await world.startWorker().started;
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ name: 'ready', options: { exception } }));
    expect(flowOf(world)).not.toHaveProperty('busy');
    expect(callsOf(world, 'askException')).toHaveLength(1);
  });

  test.each(['second_person_needed', 'exception_over', 'unreachable'] as const)('that fails with %s says so', async (code) => {
    const { world, worker } = await atDoubted();
    world.answers['askException'] = { ok: false, trouble: { code } };
    await worker.press(ask);
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ name: 'ready', trouble: { code } }));
  });

  test('is not asked for a contact that the page no longer shows', async () => {
    const { world, worker } = await atDoubted();
    await worker.read(readingOf(otherContact));
    expect(await worker.press(ask)).toEqual({ ok: false, code: 'page_changed' });
    await worker.read({ kind: 'settling', number: contact.ticket.number });
    expect(await worker.press(ask)).toEqual({ ok: false, code: 'page_changed' });
    expect(callsOf(world, 'askException')).toEqual([]);
  });
});

describe('the second technician', () => {
  test('confirms the wish that they were shown', async () => {
    const { world, worker } = await atDoubted({ exception: { ...exception, yours: false } });
    world.exception = { ...exception, yours: false };
    expect(await worker.press(confirm)).toEqual({ ok: true });
    expect(callsOf(world, 'decideException').map(({ details }) => details)).toEqual([[exceptionId, 'confirm']]);
    world.options = { ...doubted, exception: { ...confirmed, yours: false } };
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ about, options: { exception: { state: 'confirmed', yours: false } } }));
    expect(await worker.press({ name: 'send', ...bySms })).toEqual({ ok: false, code: 'not_possible' });
  });

  test('cannot be the one who asked', async () => {
    const { world, worker } = await atDoubted({ exception });
    expect(await worker.press(confirm)).toEqual({ ok: false, code: 'not_possible' });
    expect(callsOf(world, 'decideException')).toEqual([]);
  });
});
