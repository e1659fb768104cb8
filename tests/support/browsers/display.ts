import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { poll } from './poll.ts';

export type Display = Awaited<ReturnType<typeof openDisplay>>;

/** A screen of its own, with mouse and keyboard. */
export async function openDisplay(width = 1280, height = 900) {
  const { server, name } = await startServer(width, height);
  const environment = { ...process.env, DISPLAY: name, WAYLAND_DISPLAY: '', MOZ_ENABLE_WAYLAND: '0' };
  const hand = (...args: string[]) => {
    const result = spawnSync('xdotool', args, { env: environment, encoding: 'utf8', timeout: 10_000 });
    if (result.status !== 0) throw new Error(`xdotool ${args.join(' ')}: ${result.stderr}`);
  };
  const to = (x: number, y: number) => ['mousemove', String(Math.round(x)), String(Math.round(y))];
  let aside = 3;
  return {
    name,
    environment,
    /** A click that no program can tell from a person's. Never twice in the very same place: soon after each other that would be a double click. */
    click: (x: number, y: number) => {
      aside = -aside;
      hand(...to(x + aside, y), 'click', '1');
    },
    move: (x: number, y: number) => hand(...to(x, y)),
    /** By way of the middle, as a hand does. */
    drag: ([fromX, fromY]: [number, number], [toX, toY]: [number, number]) =>
      hand(...to(fromX, fromY), 'mousedown', '1', ...to((fromX + toX) / 2, (fromY + toY) / 2), 'sleep', '0.05', ...to(toX, toY), 'sleep', '0.05', 'mouseup', '1'),
    /** Keys as they come from a keyboard, like `Tab` or `Return`. */
    press: (...keys: string[]) => hand('key', '--delay', '150', ...keys),
    close: () => server.kill(),
  };
}

/** Xvfb picks a free number itself and says which on a file descriptor. */
async function startServer(width: number, height: number) {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stdio[3]?.on('data', (data: Buffer) => (said += data.toString()));
  let failed: Error | undefined;
  server.on('error', (error) => (failed = error));
  const number = await poll('Xvfb', () => {
    if (failed) throw failed;
    return /^(\d+)\n/.exec(said)?.[1];
  });
  await poll('the screen', () => existsSync(`/tmp/.X11-unix/X${number}`));
  return { server, name: `:${number}` };
}
