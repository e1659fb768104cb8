import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Load, Order, Report } from './generator.ts';
import type { Target } from './targets.ts';

export type Generator = { run(seconds: number): Promise<Load>; stop(): Promise<void> };

/** A process that makes load on `target` over so many connections at once. */
export async function startGenerator(target: Target, connections: number): Promise<Generator> {
  const child = fork(path.join(import.meta.dirname, 'generator.ts'), { execArgv: ['--disable-warning=ExperimentalWarning'] });

  async function tell(order: Order): Promise<Report> {
    const timeoutMs = 60_000 + ('seconds' in order ? order.seconds * 1000 : 0);
    const answer = once(child, 'message', { signal: AbortSignal.timeout(timeoutMs) });
    child.send(order);
    const [report] = (await answer) as [Report];
    if ('failed' in report) throw new Error(`The load on ${target.kind} broke off: ${report.failed}`);
    return report;
  }

  await tell({ target, connections });
  return {
    run: async (seconds) => {
      const report = await tell({ seconds });
      if (!('load' in report)) throw new Error('The load was not reported.');
      return report.load;
    },
    stop: async () => {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}
