import { describe, expect, test } from 'vitest';
import { createWorld, sender, snapshotOf, tabId, type World } from './world';

/** The ticket's tab stands in window 1, a window of its own; panels are in window 2. */
const panelWindow = 2;
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

async function clicked(world: World, changes: { ticket?: boolean; opened?: number } = {}) {
  const worker = world.startWorker();
  await worker.started;
  if (changes.ticket !== false) await worker.read();
  await worker.handlers['pod/opened']({ name: 'pod/opened', windowId: changes.opened ?? panelWindow }, sender);
  return worker;
}

test('a ticket in a window of its own is shown by the panel of the window that the click opened', async () => {
  const world = createWorld();
  await clicked(world);
  expect(snapshotOf(world).poppedOut).toEqual({ [panelWindow]: tabId });
});

test('a ticket in an ordinary window is shown beside itself', async () => {
  const world = createWorld();
  await clicked(world, { opened: 1 });
  expect(snapshotOf(world).poppedOut).toEqual({});
});

test('where the background opens the panel, the same counts for the window it opened', async () => {
  const world = createWorld();
  world.panelWindow = panelWindow;
  const worker = world.startWorker();
  await worker.started;
  await worker.read();
  expect(worker.handlers['pod/open']({ name: 'pod/open' }, sender)).toEqual({ ok: true });
  await settled();
  expect(snapshotOf(world).poppedOut).toEqual({ [panelWindow]: tabId });
});

test('until another tab of that window comes to the front', async () => {
  const world = createWorld();
  const worker = await clicked(world);
  await worker.tabActivated(1);
  expect(snapshotOf(world).poppedOut).toEqual({ [panelWindow]: tabId });
  await worker.tabActivated(panelWindow);
  expect(snapshotOf(world).poppedOut).toEqual({});
});

test('until it is closed', async () => {
  const world = createWorld();
  const worker = await clicked(world);
  await worker.tabRemoved(tabId);
  expect(snapshotOf(world).poppedOut).toEqual({});
});

test('until the pod beside the panel is pressed', async () => {
  const world = createWorld();
  const worker = await clicked(world);
  await worker.handlers['pod/opened']({ name: 'pod/opened', windowId: panelWindow }, { ...sender, tab: { id: 9, windowId: panelWindow } });
  expect(snapshotOf(world).poppedOut).toEqual({});
});

test('until the technician asks for their own window’s ticket', async () => {
  const world = createWorld();
  const worker = await clicked(world);
  await worker.handlers['panel/show-own']({ name: 'panel/show-own', windowId: panelWindow }, {});
  expect(snapshotOf(world).poppedOut).toEqual({});
});

test('until they open another ticket in the panel’s own window; a tab behind it, and a new reading of the same ticket, change nothing', async () => {
  const world = createWorld();
  const worker = await clicked(world);
  const own = { ...sender, tab: { id: 9, windowId: panelWindow, active: true } };
  const reads = (number: string, from = own) => worker.handlers['ticket/read']({ name: 'ticket/read', reading: { kind: 'settling', number } }, from);
  await reads('4712', { ...own, tab: { ...own.tab, active: false } });
  await reads('4712');
  await worker.read();
  expect(snapshotOf(world).poppedOut).toEqual({ [panelWindow]: tabId });
  await reads('4713');
  expect(snapshotOf(world).poppedOut).toEqual({});
});

describe('the panel, closed and opened again', () => {
  const starts = (worker: Awaited<ReturnType<typeof clicked>>) => worker.handlers['panel/started']({ name: 'panel/started', windowId: panelWindow }, {});

  test('shows its own window’s ticket', async () => {
    const world = createWorld();
    const worker = await clicked(world);
    world.clock += 60_000;
    await starts(worker);
    expect(snapshotOf(world).poppedOut).toEqual({});
  });

  test('shows the popped-out one where the pod’s click has just opened it, but only that once', async () => {
    const world = createWorld();
    const worker = await clicked(world);
    await starts(worker);
    expect(snapshotOf(world).poppedOut).toEqual({ [panelWindow]: tabId });
    await starts(worker);
    expect(snapshotOf(world).poppedOut).toEqual({});
  });
});

test('a page that shows no ticket cannot pull the panel to itself by framing the pod', async () => {
  const world = createWorld();
  await clicked(world, { ticket: false });
  expect(snapshotOf(world).poppedOut).toEqual({});
});

test('it outlives the worker', async () => {
  const world = createWorld();
  await clicked(world);
  const next = world.startWorker();
  await next.started;
  expect(snapshotOf(world).poppedOut).toEqual({ [panelWindow]: tabId });
});
