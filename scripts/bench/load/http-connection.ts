import { Agent, request } from 'node:http';

export type Asked = { method: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: unknown };
export type Answered = { status: number; headers: Record<string, string | string[] | undefined>; text: string };
export type HttpConnection = { ask(asked: Asked): Promise<Answered>; close(): void };

const timeout = 10_000;

/** One kept-alive connection to `origin`, which costs the machine less than `fetch` would. */
export function createHttpConnection(origin: string): HttpConnection {
  const { hostname, port } = new URL(origin);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  const ask = ({ method, path, headers, body }: Asked) => new Promise<Answered>((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const content = text === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
    const asking = request({ agent, hostname, port, method, path, timeout, headers: { ...content, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') }));
    });
    asking.on('timeout', () => asking.destroy(new Error(`${method} ${path} was not answered within ${timeout / 1000} s`)));
    asking.on('error', reject);
    asking.end(text);
  });
  return { ask, close: () => agent.destroy() };
}
