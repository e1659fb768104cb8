import { describe, expect, test, vi } from 'vitest';
import { atReady, callsOf, createWorld, flowOf, readingOf, untilFlow } from './world';
import { about, bySms, contact, otherAbout, otherContact } from '../workflow/samples';

const send = { name: 'send', ...bySms } as const;

describe('a worker killed', () => {
  test('while SEND waits for its answer: the next one posts with the same key, and there is one verification', async () => {
    const world = createWorld();
    const first = await atReady(world);
    world.held.add('start');
    await first.press(send);
    await vi.waitFor(() => expect(callsOf(world, 'start')).toHaveLength(1));
    world.held.clear();
    await world.startWorker().started;
    await untilFlow(world, 'live');
    const keys = callsOf(world, 'start').map((call) => call.details[0]);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(world.started.size).toBe(1);
  });

  describe('while the page is read again', () => {
    async function killedWhileReading() {
      const world = createWorld();
      const first = await atReady(world);
      world.page = 'silent';
      await first.press(send);
      expect(flowOf(world)).toMatchObject({ name: 'sending', step: 'reading_page' });
      return world;
    }

    test('the next one compares the page again, and posts once', async () => {
      const world = await killedWhileReading();
      world.page = readingOf(contact);
      await world.startWorker().started;
      await untilFlow(world, 'live');
      expect(callsOf(world, 'start')).toHaveLength(1);
    });

    test('the next one posts nothing when the page names somebody else by then', async () => {
      const world = await killedWhileReading();
      world.page = readingOf(otherContact);
      await world.startWorker().started;
      await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ name: 'ready', about: otherAbout, trouble: { code: 'page_changed' } }));
      expect(callsOf(world, 'start')).toEqual([]);
    });
  });

  test.each([
    ['approve', 'decide', ['approve']],
    ['deny', 'decide', ['deny']],
    ['resend', 'resend', [1]],
    ['more_time', 'extend', []],
    ['cancel', 'cancel', []],
  ] as const)('while %s waits for its answer: the next one repeats the same', async (name, call, details) => {
    const world = createWorld();
    const first = await atReady(world);
    await first.press(send);
    await untilFlow(world, 'live');
    world.held.add(call);
    await first.press({ name });
    await vi.waitFor(() => expect(callsOf(world, call)).toHaveLength(1));
    world.held.clear();
    await world.startWorker().started;
    await vi.waitFor(() => expect(callsOf(world, call)).toHaveLength(2));
    for (const one of callsOf(world, call)) expect(one.details.slice(1)).toEqual(details);
    await vi.waitFor(() => expect(flowOf(world)).not.toHaveProperty('busy'));
    expect(callsOf(world, 'start')).toHaveLength(1);
  });

  test('while it waits for the look-up: the next one looks up', async () => {
    const world = createWorld();
    world.held.add('resolve');
    const first = world.startWorker();
    await first.started;
    await first.read();
    await first.watch();
    await vi.waitFor(() => expect(callsOf(world, 'resolve')).toHaveLength(1));
    world.held.clear();
    await world.startWorker().started;
    await untilFlow(world, 'ready');
  });

  test('while a verification is live: the next one follows it, sends nothing, and keeps the alarm', async () => {
    const world = createWorld();
    const first = await atReady(world);
    await first.press(send);
    await untilFlow(world, 'live');
    world.alarm = false;
    await world.startWorker().started;
    await vi.waitFor(() => expect(world.streams).toHaveLength(2));
    expect(world.alarm).toBe(true);
    expect(callsOf(world, 'start')).toHaveLength(1);
  });

  test('after the result: it still stands, for its own contact', async () => {
    const world = createWorld();
    const first = await atReady(world);
    await first.press(send);
    await untilFlow(world, 'live');
    await first.press({ name: 'approve' });
    await untilFlow(world, 'ended');
    const next = world.startWorker();
    await next.started;
    await next.read(readingOf(otherContact));
    expect(flowOf(world)).toMatchObject({ name: 'ended', about, received: { verification: { status: 'approved' } } });
  });
});

describe('a stream', () => {
  test('that breaks is opened again, and the panel is told meanwhile', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    await worker.press(send);
    await untilFlow(world, 'live');
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ connected: true }));
    world.down = true;
    world.streams[0]!.end({ ok: false, trouble: { code: 'unreachable' } });
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ name: 'live', connected: false }));
    world.down = false;
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ connected: true }));
    expect(world.streams.length).toBeGreaterThan(1);
  });

  test('stores the snapshot on every heartbeat: that is what keeps the worker alive', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    await worker.press(send);
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ connected: true }));
    const before = world.writes;
    world.streams[0]!.handlers.onHeartbeat();
    await vi.waitFor(() => expect(world.writes).toBe(before + 1));
  });

  test('is followed once, however often the alarm rings', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    await worker.press(send);
    await vi.waitFor(() => expect(flowOf(world)).toMatchObject({ connected: true }));
    await worker.tick();
    await worker.tick();
    expect(world.streams).toHaveLength(1);
  });
});
