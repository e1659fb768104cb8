import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

export type CaughtMessage = { kind: 'sms' | 'email'; to: string; subject: string | null; text: string; at: number };

const page = readFileSync(path.join(import.meta.dirname, 'messages-page.html'));

/** A page that shows, like the callers' inboxes, what the local mail and text message sinks caught. Loopback only. */
export async function startMessagesPage(messages: () => CaughtMessage[]) {
  const server = createServer((request, response) => {
    const json = request.url === '/messages';
    response.setHeader('content-type', json ? 'application/json' : 'text/html; charset=utf-8');
    response.setHeader('cache-control', 'no-store');
    response.end(json ? JSON.stringify(messages()) : page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}
