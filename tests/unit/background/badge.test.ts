import { describe, expect, test, vi } from 'vitest';
import { badgeOf } from '../../../utils/background/badge';
import { emptySnapshot } from '../../../utils/workflow/snapshot';
import type { Snapshot, TabView } from '../../../utils/workflow/snapshot';
import { bySms, contact, flows, options, otherContact, verified } from '../workflow/samples';
import { atReady, callsOf, createWorld, flowKey, flowOf, readingOf, tabId, untilFlow } from './world';

const onTicket: TabView = { kind: 'ticket', contact };
const snapshotWith = (title: string, view: TabView = onTicket): Snapshot => ({ ...emptySnapshot, tabs: { [tabId]: view }, flows: { [flowKey]: flows[title]! } });

describe('the toolbar button', () => {
  test.each([
    ['posting', '…', 'Countersign: waiting'],
    ['send lost', '…', 'Countersign: waiting'],
    ['live', '…', 'Countersign: waiting'],
    ['live push, answered', '…', 'Countersign: waiting'],
    ['ready, verified', '✓15', 'Countersign: verified just now by SMS, 15 min left'],
    ['ended approved', '✓15', 'Countersign: verified just now by SMS, 15 min left'],
    ['ended denied', '!', 'Countersign: not verified'],
    ['ended expired', '!', 'Countersign: not verified'],
    ['ended failed', '!', 'Countersign: not verified'],
    ['ready', '', 'Countersign'],
    ['looking up', '', 'Countersign'],
    ['not found', '', 'Countersign'],
  ])('%s: %j, in words %j', (title, text, words) => {
    expect(badgeOf(snapshotWith(title), tabId, 5000)).toMatchObject({ text, title: words });
  });

  test('nothing for a verification that its technician cancelled', () => {
    const ended = flows['ended denied']!;
    if (ended.name !== 'ended') throw new Error('not ended');
    const flow = { ...ended, received: { ...ended.received, verification: { ...ended.received.verification, status: 'cancelled' as const } } };
    expect(badgeOf({ ...snapshotWith('ready'), flows: { [flowKey]: flow } }, tabId, 5000).text).toBe('');
  });

  test('counts down by the minute, and says nothing when the time is over', () => {
    const at = (passed: number) => badgeOf(snapshotWith('ready, verified'), tabId, 1 + passed);
    expect([at(180_000), at(899_499), at(899_500)].map(({ text }) => text)).toEqual(['✓12', '✓1', '']);
    expect(at(180_000).title).toBe('Countersign: verified 3 min ago by SMS, 12 min left');
  });

  test.each<[string, TabView]>([
    ['another contact', { kind: 'ticket', contact: otherContact }], ['a ticket that settles', { kind: 'settling', ...contact.ticket }], ['no ticket', { kind: 'not_ticket', why: 'no_banner' }],
  ])('says nothing of a result while the page shows %s', (_what, view) => {
    for (const title of ['ready, verified', 'ended approved', 'ended denied']) expect(badgeOf(snapshotWith(title, view), tabId, 5000).text).toBe('');
    expect(badgeOf(snapshotWith('ready, verified'), tabId + 1, 5000).text).toBe('');
  });
});

/** What the button of the tab says. */
const textOf = (world: ReturnType<typeof createWorld>) => world.badges[tabId]?.text;

async function approvedWorld() {
  const world = createWorld();
  const worker = await atReady(world);
  expect(textOf(world)).toBe('');
  await worker.press({ name: 'send', ...bySms });
  await untilFlow(world, 'live');
  expect(textOf(world)).toBe('…');
  await worker.press({ name: 'approve' });
  await untilFlow(world, 'ended');
  expect(textOf(world)).toBe('✓15');
  world.options = { ...options, now: 3000, verified: { ...verified, at: 3000, until: 903_000 } };
  return { world, worker };
}

describe('the worker', () => {
  test('keeps the button right until the time is over, and lets the alarm go then', async () => {
    const { world, worker } = await approvedWorld();
    await worker.press({ name: 'finish' });
    await untilFlow(world, 'ready');
    expect([textOf(world), world.alarm]).toEqual(['✓15', true]);
    world.down = true; // what counts is known without the service
    world.clock = 1 + 180_000;
    await worker.tick();
    expect([textOf(world), world.alarm]).toEqual(['✓12', true]);
    world.clock = 1 + 900_000;
    await worker.tick();
    expect([textOf(world), world.alarm]).toEqual(['', false]);
  });

  test('that is started again says at once what is so now', async () => {
    const { world } = await approvedWorld();
    world.clock = 1 + 600_000;
    world.alarm = false;
    await world.startWorker().started;
    expect([textOf(world), world.alarm]).toEqual(['✓5', true]);
    world.clock = 1 + 900_000;
    await world.startWorker().started;
    expect([textOf(world), world.alarm]).toEqual(['', false]);
  });

  test('takes the button back when the contact changes, and gives it when the service says so of the one who is back', async () => {
    const { world, worker } = await approvedWorld();
    await worker.press({ name: 'finish' });
    await untilFlow(world, 'ready');
    world.options = { ...options, now: 4000 };
    await worker.read(readingOf(otherContact));
    expect([textOf(world), world.alarm]).toEqual(['', false]);
    await untilFlow(world, 'ready');
    world.held.add('resolve');
    await worker.read(readingOf(contact));
    expect(textOf(world)).toBe('');
    world.held.clear();
  });

  test('shows it again after the page was loaded anew: the browser has cleared it', async () => {
    const { world, worker } = await approvedWorld();
    world.badges = {};
    await worker.tabUpdated(tabId);
    expect(textOf(world)).toBe('✓15');
    world.badges = {};
    await worker.tick();
    expect(textOf(world)).toBeUndefined();
  });

  test('asks the service by the alarm whether it still counts: after “that was not me” it does not', async () => {
    const { world, worker } = await approvedWorld();
    await worker.press({ name: 'finish' });
    await untilFlow(world, 'ready');
    world.options = { ...options, now: 9000, verified: null, flaggedAt: 8000 };
    await worker.tick();
    await vi.waitFor(() => expect(textOf(world)).toBe(''));
  });

  test('asks about a result that nobody has pressed OK on too, by the alarm and when the panel comes to the tab', async () => {
    for (const ask of ['tick', 'watch'] as const) {
      const { world, worker } = await approvedWorld();
      world.options = { ...options, now: 9000, verified: null, flaggedAt: 8000 };
      await worker[ask]();
      await vi.waitFor(() => expect(textOf(world)).toBe(''));
      expect(flowOf(world)).toMatchObject({ name: 'ended', revoked: true });
    }
  });

  test('asks again when the panel comes to the tab: a colleague may have verified the contact', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    world.options = { ...options, now: 3000, verified: { ...verified, at: 3000, until: 903_000, technicianName: 'Sasha' } };
    await worker.watch();
    await vi.waitFor(() => expect(textOf(world)).toBe('✓15'));
    expect(callsOf(world, 'resolve').length).toBe(2);
  });

  test('asks nobody while no panel is open', async () => {
    const { world, worker } = await approvedWorld();
    await worker.press({ name: 'finish' });
    await untilFlow(world, 'ready');
    world.panelOpen = false;
    const before = callsOf(world, 'resolve').length;
    await worker.tick();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(callsOf(world, 'resolve').length).toBe(before);
    expect(textOf(world)).toBe('✓15');
  });
});
