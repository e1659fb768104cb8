import { request as requestByHttp } from 'node:http';
import { request as requestByHttps } from 'node:https';
import type { LookupFunction } from 'node:net';

/** `lookup` undefined: the address in `url` is taken as it is. */
export type PushRequest = { url: URL; headers: Record<string, string | number>; body: Buffer; timeoutMs: number; lookup: LookupFunction | undefined };
/** What a push service answered, or why there is no answer: `unreachable` where nothing can have left. */
export type PushAnswer = { status: number; retryAfter: string | undefined } | { failure: 'unreachable' | 'timeout' | 'provider_error' };

/** One request on a connection of its own. Follows nothing, repeats nothing, never throws. No body is read, and Node bounds the headers (16 KiB). */
export function postPush({ url, headers, body, timeoutMs, lookup }: PushRequest): Promise<PushAnswer> {
  return new Promise((resolve) => {
    let connected = false;
    const isEncrypted = url.protocol === 'https:';
    const open = isEncrypted ? requestByHttps : requestByHttp;
    const signal = AbortSignal.timeout(timeoutMs);
    const request = open(url, { method: 'POST', headers, agent: false, signal, ...(lookup && { lookup }) });
    request.on('socket', (socket) => socket.once(isEncrypted ? 'secureConnect' : 'connect', () => void (connected = true)));
    request.on('response', (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
      response.destroy();
    });
    request.on('error', () => resolve({ failure: !connected ? 'unreachable' : signal.aborted ? 'timeout' : 'provider_error' }));
    request.end(body);
  });
}
