import { expect, test, vi } from 'vitest';
import { createPool } from '../../../service/src/delivery/pool.ts';

test('a kick while everybody looks in vain makes them look again', async () => {
  const looking: ((found: boolean) => void)[] = [];
  const pool = createPool({ work: () => new Promise((resolve) => looking.push(resolve)), size: 1, pollMs: 3_600_000 });
  pool.start();
  pool.kick();
  looking[0]!(false);
  await vi.waitFor(() => expect(looking).toHaveLength(2));
  const stopping = pool.stop();
  looking[1]!(true);
  await stopping;
  expect(looking).toHaveLength(2);
});

test('kicks before the start and after the stop do nothing', async () => {
  const work = vi.fn(async () => false);
  const pool = createPool({ work, size: 2, pollMs: 3_600_000 });
  pool.kick();
  expect(work).not.toHaveBeenCalled();
  pool.start();
  await pool.stop();
  const before = work.mock.calls.length;
  pool.kick();
  expect(work).toHaveBeenCalledTimes(before);
});
