import type { Outcome } from './types.ts';

export type ProviderRequest = { url: string; headers: Record<string, string>; body: string; timeoutMs: number; fetch: typeof fetch };
export type ProviderAnswer = { status: number; body: unknown };

/** Asks a provider once, follows nothing, repeats nothing. An Outcome when there is no answer to read. */
export async function askProvider(request: ProviderRequest): Promise<{ answer: ProviderAnswer } | { outcome: Outcome }> {
  try {
    const { headers, body, timeoutMs } = request;
    const response = await request.fetch(request.url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    return { answer: { status: response.status, body: parseJson(await response.text()) } };
  } catch (error) {
    return { outcome: classifyFailure(error) };
  }
}

/** What a status alone says. Undefined for a success, which the caller reads; below 500 the provider took nothing. */
export function classifyStatus(status: number): Outcome | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 401 || status === 403) return { state: 'failed', reason: 'provider_refused_us' };
  if (status === 429) return { state: 'later', reason: 'busy' };
  if (status >= 400 && status < 500) return { state: 'failed', reason: 'refused' };
  return { state: 'maybe_sent', reason: 'provider_error' };
}

function classifyFailure(error: unknown): Outcome {
  if (neverConnected(error)) return { state: 'failed', reason: 'unreachable' };
  const timedOut = error instanceof Error && error.name === 'TimeoutError';
  return { state: 'maybe_sent', reason: timedOut ? 'timeout' : 'provider_error' };
}

const beforeTheRequest = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_CERT_.*|CERT_.*|UNABLE_TO_.*|.*SELF_SIGNED_CERT.*)$/;

/** Whether a failed `fetch` cannot have sent anything. */
export function neverConnected(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof Error)) return false;
  const { code, syscall } = cause as NodeJS.ErrnoException;
  return syscall === 'connect' || (code !== undefined && beforeTheRequest.test(code));
}

/** Null for no body at all, undefined for one that is not JSON. */
export function parseJson(text: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
