import { flushCompileCache } from 'node:module';
import { readConfig } from '../../../service/src/config.ts';
import { startService } from '../../../service/src/main.ts';
import { createKillSwitch } from './kill-switch.ts';

/** Run as a process of its own: the real service, which dies without warning at the step that its parent names. */
export type Told = { killAt: string } | { offsetMs: number };

const clock = { offsetMs: Number(process.argv[2]) };
const killSwitch = createKillSwitch(() => process.kill(process.pid, 'SIGKILL'));

process.on('message', (told: Told) => {
  if ('killAt' in told) killSwitch.arm(told.killAt);
  else clock.offsetMs = told.offsetMs;
  process.send?.('done');
});
process.on('disconnect', () => process.exit());

const { stop } = await startService(readConfig(process.env), {
  now: () => Date.now() + clock.offsetMs,
  connectwise: { timeoutMs: 150, pollMs: 100 },
  wrapStore: killSwitch.watchStore,
  wrapVerifications: killSwitch.watchVerifications,
});
process.once('SIGTERM', () => void stop().then(() => process.exit()));
// Before the parent hears of it: a process that is killed would leave nothing for the next one to start faster with.
flushCompileCache();
process.send?.('ready');
