import { neverConnected } from '../delivery/provider-request.ts';

export type HttpRequest = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: string };
export type HttpDeps = { fetch?: typeof fetch; timeoutMs?: number };
export type HttpAnswer = { status: number; text: string; retryAfter: string | null };
/** `unreachable`: nothing can have left; `lost`: it may have been done, nobody knows; `too_long`: somebody answers without end. */
export type Heard = HttpAnswer | { failure: 'unreachable' | 'lost' | 'too_long' };

/** A thousand contacts take about two. */
const mostBytes = 8 * 1024 * 1024;

/** Asks once: ten seconds for the whole answer, follows nothing, repeats nothing, never throws. */
export async function request({ method, url, headers, body }: HttpRequest, deps: HttpDeps): Promise<Heard> {
  try {
    const signal = AbortSignal.timeout(deps.timeoutMs ?? 10_000);
    const response = await (deps.fetch ?? fetch)(url, { method, headers, redirect: 'manual', signal, ...(body !== undefined && { body }) });
    const text = await readBounded(response);
    return text === undefined ? { failure: 'too_long' } : { status: response.status, text, retryAfter: response.headers.get('retry-after') };
  } catch (error) {
    return { failure: neverConnected(error) ? 'unreachable' : 'lost' };
  }
}

/** Undefined where there is more than is read of any answer. */
async function readBounded(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
