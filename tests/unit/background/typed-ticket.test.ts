import { describe, expect, test, vi } from 'vitest';
import { badgeOf } from '../../../utils/background/badge';
import { podStatusOf } from '../../../utils/background/pod-status';
import type { Reading } from '../../../utils/connectwise/reading';
import { bySms, contact, options, record, typedAbout } from '../workflow/samples';
import { callsOf, createWorld, readingOf, snapshotOf, tabId, type World } from './world';

const noTicket: Reading = { kind: 'not_ticket', why: 'other_screen' };
const typedFlow = (world: World) => snapshotOf(world).flows['#4711'];
const untilTyped = (world: World, name: string) => vi.waitFor(() => expect(typedFlow(world)?.name).toBe(name));
const send = { name: 'send', ...bySms } as const;

/** A worker whose technician typed a ticket's number beside a page that shows none. */
async function atTyped(reading: Reading = noTicket) {
  const world = createWorld();
  world.page = reading;
  world.options = { ...options, record };
  const worker = world.startWorker();
  await worker.started;
  await worker.read(reading);
  await worker.watch();
  expect(await worker.enter('4711')).toEqual({ ok: true });
  await untilTyped(world, 'ready');
  return { world, worker };
}

describe('a ticket whose number was typed', () => {
  test('is asked about by its number alone, and sent for without reading a page', async () => {
    const { world, worker } = await atTyped();
    expect(callsOf(world, 'resolve').map(({ details }) => details)).toEqual([[{ ticketNumber: '4711' }]]);
    world.asked.length = 0;
    expect(await worker.pressAbout(typedAbout, send)).toEqual({ ok: true });
    await untilTyped(world, 'live');
    expect(callsOf(world, 'start').map(({ details }) => details[1])).toEqual([{ ticketNumber: '4711', ...bySms }]);
    expect(world.asked).toEqual([]);
    await vi.waitFor(() => expect(world.streams).toHaveLength(1));
  });

  test('beside a page that this browser knows nothing of works too', async () => {
    const world = createWorld();
    world.page = 'gone';
    const worker = world.startWorker();
    await worker.started;
    await worker.watch();
    await worker.enter('4711');
    await untilTyped(world, 'ready');
    await worker.tabRemoved(tabId);
    expect(snapshotOf(world)).toMatchObject({ typed: {}, flows: {} });
  });

  test.each<[string, Reading]>([
    ['a ticket', readingOf(contact)],
    ['a ticket that is still loading', { kind: 'settling', number: '4711' }],
    ['a ticket whose contact has no address', { ...readingOf(contact), email: { state: 'empty' } } as Reading],
    ['a ticket with a forged address', readingOf({ ...contact, email: 'Jo <jo@acme.example>' })],
  ])('is refused where the page shows %s', async (_title, reading) => {
    const world = createWorld();
    const worker = world.startWorker();
    await worker.started;
    await worker.read(reading);
    await worker.watch();
    expect(await worker.enter('4712')).toEqual({ ok: false, code: 'not_possible' });
    expect(snapshotOf(world).typed).toEqual({});
  });

  test('works where the page has no company pod, and its page’s own flow is no obstacle', async () => {
    const { world, worker } = await atTyped({ ...readingOf(contact), company: { state: 'no_pod' }, contact: { state: 'no_pod' }, email: { state: 'no_pod' } } as Reading);
    expect(await worker.pressAbout(typedAbout, send)).toEqual({ ok: true });
    await untilTyped(world, 'live');
  });

  test('gives way to a ticket that can be read, and is forgotten', async () => {
    const { world, worker } = await atTyped();
    world.page = readingOf(contact);
    await worker.read();
    expect(snapshotOf(world)).toMatchObject({ typed: {}, flows: { 'na.myconnectwise.net/4711': { about: { contact } } } });
    expect(typedFlow(world)).toBeUndefined();
    expect(await worker.pressAbout(typedAbout, send)).toEqual({ ok: false, code: 'not_possible' });
  });

  test('on which something is under way stays: neither another page nor LEAVE nor another number drops it', async () => {
    const { world, worker } = await atTyped();
    await worker.pressAbout(typedAbout, send);
    await untilTyped(world, 'live');
    await worker.read();
    expect(typedFlow(world)?.name).toBe('live');
    await worker.read(noTicket);
    expect(await worker.leave()).toEqual({ ok: false, code: 'not_possible' });
    expect(await worker.enter('4712')).toEqual({ ok: false, code: 'not_possible' });
    expect(await worker.pressAbout(typedAbout, { name: 'approve' })).toEqual({ ok: true });
    await untilTyped(world, 'ended');
    expect(await worker.leave()).toEqual({ ok: true });
    expect(snapshotOf(world)).toMatchObject({ typed: {}, flows: {} });
  });

  test('is nothing that the pod or the toolbar button tells', async () => {
    const { world, worker } = await atTyped();
    await worker.pressAbout(typedAbout, send);
    await untilTyped(world, 'live');
    expect(podStatusOf(snapshotOf(world), tabId, world.clock)).toEqual({ status: 'none' });
    expect(badgeOf(snapshotOf(world), tabId, world.clock).text).toBe('');
  });

  test('where the service has no connection, says what to do and can be left', async () => {
    const world = createWorld();
    world.answers['resolve'] = { ok: false, trouble: { code: 'not_connected' } };
    const worker = world.startWorker();
    await worker.started;
    await worker.read(noTicket);
    await worker.watch();
    await worker.enter('4711');
    await untilTyped(world, 'not_found');
    expect(typedFlow(world)).toMatchObject({ trouble: { code: 'not_connected' } });
    expect(await worker.leave()).toEqual({ ok: true });
  });

  test('is not taken while nobody is signed in', async () => {
    const world = createWorld({ paired: false });
    const worker = world.startWorker();
    await worker.started;
    await worker.read(noTicket);
    expect(await worker.enter('4711')).toEqual({ ok: false, code: 'not_paired' });
  });

  test('outlives the worker', async () => {
    const { world } = await atTyped();
    const next = world.startWorker();
    await next.started;
    expect(await next.pressAbout(typedAbout, send)).toEqual({ ok: true });
    await untilTyped(world, 'live');
  });
});
