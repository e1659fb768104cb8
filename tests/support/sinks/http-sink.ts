import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type HttpSink = { port: number; origin: string; close(): Promise<void> };
/** `bytes` are what `body` was read from. */
export type HttpHandler = (request: IncomingMessage, body: string, response: ServerResponse, bytes: Buffer) => void;

/** An HTTP server on a loopback port that reads each request whole before `handle` answers it. */
export async function startHttpSink(handle: HttpHandler, port = 0): Promise<HttpSink> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => undefined);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const bytes = Buffer.concat(chunks);
      handle(request, bytes.toString('utf8'), response, bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    origin: `http://127.0.0.1:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
