import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InFlight } from './in-flight.ts';

/** Listens and returns the origin; port 0 takes a free one. */
export async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<string> {
  server.listen(port, host);
  await once(server, 'listening');
  const { port: actual } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
}

/**
 * Takes no new connection, answers what has begun, then has the streams ended (so that they can show what those requests
 * changed). Whoever is not done after `mostMs` is cut off.
 */
export async function closeServer(server: Server, { requests, endStreams }: { requests: InFlight; endStreams: () => void }, mostMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // A connection that is kept alive becomes idle after its answer, and would wait for another request.
  const tidy = setInterval(() => server.closeIdleConnections(), 50);
  const timer = setTimeout(() => server.closeAllConnections(), mostMs);
  try {
    await Promise.race([requests.idle(), closed]);
    endStreams();
    await closed;
  } finally {
    clearInterval(tidy);
    clearTimeout(timer);
  }
}
