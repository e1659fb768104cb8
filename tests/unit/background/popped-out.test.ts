import { expect, test } from 'vitest';
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
