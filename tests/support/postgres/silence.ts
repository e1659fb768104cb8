import net from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

export type Silence = { url: string; arm(): void; close(): Promise<void> };

/** A way to the server at `url` on which, once it is armed, the first connection that says `word` is never heard of again, nor closed. */
export async function silence(url: string, word: string): Promise<Silence> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let armed = false;
  const proxy = net.createServer((down) => {
    const up = net.connect(Number(target.port), target.hostname);
    let silent = false;
    for (const socket of [down, up]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    down.on('data', (data) => {
      if (armed && data.includes(word)) [silent, armed] = [true, false];
      if (!silent) up.write(data);
    });
    up.on('data', (data) => void (silent || down.write(data)));
    up.on('close', () => void (silent || down.destroy()));
    down.on('close', () => up.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  through.port = String((proxy.address() as AddressInfo).port);
  return {
    url: through.href,
    arm: () => { armed = true; },
    close: () => new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      proxy.close(() => resolve());
    }),
  };
}
