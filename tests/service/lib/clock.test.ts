import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createClock } from '../../../service/src/lib/clock.ts';
import { createStoreSource } from '../../support/store-source.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => vi.useRealTimers());

test('processes whose computers disagree by an hour tell one time', async () => {
  const database = { time: 1_700_000_000_000 };
  const readTime = async () => database.time;
  const right = await createClock({ readTime }, () => database.time);
  const late = await createClock({ readTime }, () => database.time - 3_600_000);
  expect([right.now(), late.now()]).toEqual([database.time, database.time]);
  database.time += 5000;
  expect(late.now()).toBe(database.time);
});

test('a computer whose clock is set while it runs is right again within a minute, also after the database was away', async () => {
  const state = { system: 1000, database: 1000, away: false };
  const clock = await createClock({ readTime: async () => (state.away ? Promise.reject(new Error('away')) : state.database) }, () => state.system);
  state.system += 60_000;
  state.away = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(clock.now()).toBe(61_000);
  state.away = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(clock.now()).toBe(1000);
  clock.stop();
});

test('an answer that had to queue tells nothing: at the start the quickest counts, later the last offset stands', async () => {
  const state = { system: 1000, database: 1000, queueMs: [4000, 4000, 10, 4000, 4000] };
  const readTime = async () => {
    const wait = state.queueMs.shift() ?? 0;
    state.system += wait;
    state.database += wait;
    return state.database;
  };
  const clock = await createClock({ readTime }, () => state.system);
  expect(Math.abs(clock.now() - state.system)).toBeLessThanOrEqual(5);
  state.queueMs = [4000];
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Math.abs(clock.now() - state.system)).toBeLessThanOrEqual(5);
  clock.stop();
});

test('a server tells its time; the embedded database has no clock of its own', async () => {
  const source = await createStoreSource();
  const store = await source.open();
  const time = await store.readTime();
  if (source.databaseUrl === undefined) expect(time).toBeUndefined();
  else expect(Math.abs((time ?? 0) - Date.now())).toBeLessThan(10_000);
  await store.close();
  await source.remove();
});
