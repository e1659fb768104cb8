import { expect, test } from 'vitest';
import { createWorld, sender, snapshotOf } from './world';

const switched = (hidden: boolean) => ({ name: 'pod/switched', hidden });

test('a pod that is hidden is hidden in all tabs, also after the worker was killed, until it is asked for again', async () => {
  const world = createWorld();
  const worker = world.startWorker();
  await worker.started;
  expect(await worker.handlers['pod/hidden']({ name: 'pod/hidden' }, sender)).toEqual({ hidden: false });
  expect(await worker.handlers['pod/hide']({ name: 'pod/hide' }, sender)).toEqual({ ok: true });
  expect(world.told).toEqual([switched(true)]);

  const next = world.startWorker();
  expect(await next.handlers['pod/hidden']({ name: 'pod/hidden' }, sender)).toEqual({ hidden: true });
  expect(await next.handlers['pod/show']({ name: 'pod/show' }, {})).toEqual({ ok: true });
  expect(world.told).toEqual([switched(true), switched(false)]);
  expect(snapshotOf(world).podHidden).toBe(false);
});

test('a new session of the browser knows of no hidden pod', async () => {
  const world = createWorld();
  const worker = world.startWorker();
  await worker.handlers['pod/hide']({ name: 'pod/hide' }, sender);
  world.stored = undefined; // storage.session ends with the browser
  expect(await world.startWorker().handlers['pod/hidden']({ name: 'pod/hidden' }, sender)).toEqual({ hidden: false });
});
