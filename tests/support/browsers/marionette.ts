import net from 'node:net';
import { poll } from './poll.ts';

export type Marionette = Awaited<ReturnType<typeof connectMarionette>>;

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void };
type Answer = [kind: 1, id: number, error: { error: string; message: string } | null, result: unknown];

/** Speaks Firefox's remote protocol: frames are `<length>:<json>`, a command is [0, id, name, params], an answer [1, id, error, result]. */
export async function connectMarionette(port: number, timeoutMs = 60_000) {
  const waiting = new Map<number, Waiting>();
  const socket = await poll('Firefox to listen', () => connect(port), timeoutMs);
  let last = 0;
  const failAll = () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox has ended.'));
    waiting.clear();
  };
  socket.on('data', createFrameReader((frame) => settle(waiting, frame)));
  socket.on('close', failAll).on('error', failAll);

  const command = (name: string, params: object = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      const json = JSON.stringify([0, id, name, params]);
      socket.write(`${Buffer.byteLength(json)}:${json}`);
    });
  const value = async (name: string, params: object) => ((await command(name, params)) as { value: unknown }).value;
  const useContext = (context: 'content' | 'chrome') => command('Marionette:SetContext', { value: context });
  return {
    command,
    close: () => socket.destroy(),
    /** Does `work` in the browser itself, then goes back to the page. */
    inChrome: async <T>(work: () => Promise<T>): Promise<T> => {
      await useContext('chrome');
      try {
        return await work();
      } finally {
        await useContext('content');
      }
    },
    /** Runs the body of a function; `arguments` holds `args`. */
    script: <T>(script: string, args: unknown[] = []) => value('WebDriver:ExecuteScript', { script, args }) as Promise<T>,
    /** The same; the last of `arguments` is a callback that takes the answer. */
    asyncScript: <T>(script: string, args: unknown[] = []) => value('WebDriver:ExecuteAsyncScript', { script, args, scriptTimeout: 30_000 }) as Promise<T>,
    value,
  };
}

function connect(port: number): Promise<net.Socket | undefined> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
    socket.once('error', () => resolve(undefined));
  });
}

function createFrameReader(onFrame: (frame: unknown) => void) {
  let buffer: Buffer = Buffer.alloc(0);
  return (data: Buffer) => {
    buffer = Buffer.concat([buffer, data]);
    for (let colon = buffer.indexOf(':'); colon >= 0; colon = buffer.indexOf(':')) {
      const end = colon + 1 + Number(buffer.subarray(0, colon));
      if (buffer.length < end) return;
      const frame: unknown = JSON.parse(buffer.subarray(colon + 1, end).toString());
      buffer = buffer.subarray(end);
      onFrame(frame);
    }
  };
}

function settle(waiting: Map<number, Waiting>, frame: unknown): void {
  if (!Array.isArray(frame)) return;
  const [, id, error, result] = frame as Answer;
  const waiter = waiting.get(id);
  waiting.delete(id);
  if (error) waiter?.reject(new Error(`${error.error}: ${error.message}`));
  else waiter?.resolve(result);
}
