import { expect, test } from 'vitest';
import { createLog } from '../../../service/src/lib/log.ts';
import { stopInOrder } from '../../../service/src/lifecycle/stop.ts';

const monotonic = () => performance.now();

test('a step that fails and one that never ends are named, and those after them run', async () => {
  const lines: string[] = [];
  const done: string[] = [];
  const run = (name: string) => async () => void done.push(name);
  const steps = [
    { name: 'first', run: run('first') },
    { name: 'failing', run: async () => { throw new Error('jo@acme.example'); } },
    { name: 'hanging', run: () => new Promise(() => undefined) },
    { name: 'hanging too', run: () => new Promise(() => undefined) },
    { name: 'last', run: run('last') },
  ];
  const begin = monotonic();
  await stopInOrder(steps, { graceMs: 600, monotonic, log: createLog({ write: (line) => void lines.push(line) }) });
  expect(done).toEqual(['first', 'last']);
  expect(lines.map((line) => (JSON.parse(line) as { step: string; error: string })).map(({ step, error }) => [step, error])).toEqual([
    ['failing', 'Error'], ['hanging', 'TooSlow'], ['hanging too', 'TooSlow'],
  ]);
  expect(lines.join()).not.toContain('@');
  // The time of all, and half a second for the step that came after it.
  expect(monotonic() - begin).toBeGreaterThanOrEqual(1050);
  expect(monotonic() - begin).toBeLessThan(2500);
});

test('steps wait for each other', async () => {
  const order: string[] = [];
  const slow = { name: 'slow', run: () => new Promise<void>((resolve) => setTimeout(() => { order.push('slow'); resolve(); }, 20)) };
  await stopInOrder([slow, { name: 'next', run: async () => void order.push('next') }], { graceMs: 1000, monotonic, log: createLog({ write: () => undefined }) });
  expect(order).toEqual(['slow', 'next']);
});
