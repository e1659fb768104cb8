import net from 'node:net';

export type Asked = { method: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: unknown };
export type Answered = { status: number; headers: Record<string, string>; text: string };
export type HttpConnection = { ask(asked: Asked): Promise<Answered>; close(): void };

const silentMs = 10_000;

type Waiting = { resolve(answered: Answered): void; reject(error: Error): void };

/**
 * HTTP/1.1 to `origin`, one request at a time on a connection that is kept while it is used. It understands only answers that say
 * their length: that costs less than Node's own client, on a machine that the load shares with what it measures.
 */
export function createHttpConnection(origin: string): HttpConnection {
  const { hostname, port, host } = new URL(origin);
  let socket: net.Socket | undefined;
  let waiting: Waiting | undefined;

  function settle(how: (settled: Waiting) => void): void {
    const settled = waiting;
    waiting = undefined;
    if (settled) how(settled);
  }

  const ask = (asked: Asked) => new Promise<Answered>((resolve, reject) => {
    waiting = { resolve, reject };
    // A server closes what has been idle for some seconds.
    if (!socket || socket.destroyed) socket = connect(net.connect({ host: hostname, port: Number(port), noDelay: true }), settle);
    socket.write(writeRequest(host, asked));
  });
  return { ask, close: () => socket?.destroy() };
}

function connect(socket: net.Socket, settle: (how: (waiting: Waiting) => void) => void): net.Socket {
  let received = Buffer.alloc(0);
  const fail = (error: Error) => settle(({ reject }) => reject(error));
  socket.setTimeout(silentMs, () => socket.destroy(new Error(`no answer within ${silentMs / 1000} s`)));
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the connection was closed')));
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answered = parseAnswer(received);
    if (!answered) return;
    received = Buffer.alloc(0);
    settle(({ resolve }) => resolve(answered));
  });
  return socket;
}

function writeRequest(host: string, { method, path, headers = {}, body }: Asked): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const content: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  const all = Object.entries({ host, 'content-length': String(Buffer.byteLength(text)), ...content, ...headers });
  return `${method} ${path} HTTP/1.1\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${text}`;
}

/** Undefined while there is more to come. */
function parseAnswer(bytes: Buffer): Answered | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const [status = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const headers = Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
  const length = Number(headers['content-length']);
  if (Number.isNaN(length)) throw new Error(`An answer that does not say its length: ${status}`);
  const text = bytes.subarray(end + 4);
  return text.length < length ? undefined : { status: Number(status.split(' ')[1]), headers, text: text.toString('utf8', 0, length) };
}
