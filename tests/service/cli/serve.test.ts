import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestCli } from '../../support/cli.ts';
import type { TestCli } from '../../support/cli.ts';

let cli: TestCli;
const running: ChildProcess[] = [];
beforeEach(async () => { cli = await createTestCli(); });
afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
  await cli.remove();
});

function start(words: string[], env: Record<string, string> = {}) {
  const node = new URL('../../../node_modules/.bin/node', import.meta.url).pathname;
  const entry = new URL('../../../service/src/cli.ts', import.meta.url).pathname;
  const child = spawn(node, [entry, ...words], { env: { PATH: process.env['PATH'] ?? '', ...cli.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const lines: string[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => void lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => void errors.push(line));
  return { child, lines, errors, closed: once(child, 'close') as Promise<[number | null]> };
}

test.each([[['serve'], 'SIGTERM'], [[], 'SIGINT']] as const)('%j serves until %s, then finishes and exits with 0', async (words, signal) => {
  const { child, lines, errors, closed } = start([...words]);
  await expect.poll(() => lines.length, { timeout: 10_000 }).toBeGreaterThan(0);
  const first = JSON.parse(lines[0] ?? '') as { msg: string; address: string };
  expect(first.msg).toBe('listening');
  expect((await fetch(`${first.address}/readyz`)).status).toBe(200);
  child.kill(signal);
  expect(await closed).toEqual([0, null]);
  expect(errors.filter((line) => !line.includes('ExperimentalWarning') && !line.includes('--trace-warnings'))).toEqual([]);
});

test('a wrong environment and a taken port are one plain sentence without a stack', async () => {
  const wrong = start([], { COUNTERSIGN_PORT: 'x' });
  expect(await wrong.closed).toEqual([1, null]);
  expect(wrong.errors).toEqual(['COUNTERSIGN_PORT must be a port number.']);
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const taken = start([], { COUNTERSIGN_PORT: String((blocker.address() as AddressInfo).port) });
  expect(await taken.closed).toEqual([1, null]);
  expect(taken.errors.at(-1)).toBe('COUNTERSIGN_PORT is in use by another program.');
  expect(taken.errors.join()).not.toContain(' at ');
  const port = String((blocker.address() as AddressInfo).port);
  const figures = start([], { COUNTERSIGN_METRICS_PORT: port });
  expect(await figures.closed).toEqual([1, null]);
  expect(figures.errors.at(-1)).toBe('COUNTERSIGN_METRICS_PORT is in use by another program.');
  blocker.close();
});
