import { Client } from 'pg';
import type { Listeners } from '../listeners.ts';
import { connectionOptions } from './database.ts';

/** First half of the advisory locks by which processes that send show that they live (any number that nobody else uses). */
export const workerLock = 1_129_530_707;

const retryMs = 500;
const mostRetryMs = 5000;

export type Session = { work(): Promise<void>; close(): Promise<void> };

/**
 * One connection that stays: it hears what other processes changed, and holds this process's lock as a worker. The server
 * lets go of both when the process dies. After a break it connects again, and whoever listens is told to read anew.
 */
export function createSession(url: string, { name, listeners }: { name: string; listeners: Listeners }): Session {
  let client: Client | undefined;
  let connecting: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect(): Promise<void> {
    const next = new Client(connectionOptions(url));
    next.on('error', () => lost(next));
    next.on('end', () => lost(next));
    next.on('notification', ({ payload = '' }) => hear(payload));
    try {
      await next.connect();
      await next.query('LISTEN countersign');
      await next.query('SELECT pg_advisory_lock($1::integer, hashtext($2))', [workerLock, name]);
      client = next;
    } finally {
      if (client !== next || closed) await next.end();
    }
  }

  function hear(payload: string): void {
    const [origin, tenantId, verificationId] = payload.split(' ');
    if (origin !== name && tenantId && verificationId) listeners.tell({ tenantId, verificationId });
  }

  function lost(which: Client): void {
    if (which !== client || closed) return;
    client = undefined;
    again(retryMs);
  }

  function again(delayMs: number): void {
    timer = setTimeout(() => {
      connect().then(() => listeners.tell(undefined), () => closed || again(Math.min(delayMs * 2, mostRetryMs)));
    }, delayMs);
  }

  return {
    async work() {
      await (connecting ??= connect());
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await connecting?.catch(() => undefined);
      await client?.end();
    },
  };
}
