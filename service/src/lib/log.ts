import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';

export type Log = Logger;

const secret = ['code', 'pairingCode', 'accessToken', 'authorization', 'dpop', 'email', 'mobile', 'destination', 'contact', 'body', 'token', 'password'];

/** Structured lines without secrets. What may carry one is removed by name, one and two levels deep. */
export function createLog(destination?: DestinationStream): Log {
  const paths = secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino({ base: null, redact: { paths, remove: true } }, destination ?? pino.destination({ sync: true }));
}

/**
 * What may be written about an unexpected error: its kind and where it arose. Never its message, which may repeat what
 * a caller sent or what a provider answered.
 */
export function describeError(error: unknown): { error: string; errno?: string; at?: string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = (error as { code?: unknown }).code;
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 6).map((line) => line.trim());
  const cause = error.cause instanceof Error ? { cause: describeError(error.cause) } : {};
  return { error: error.name, ...(typeof code === 'string' && { errno: code }), at, ...cause };
}
