import { isCloudHost } from './hosts';

export type HostProblem = 'empty' | 'wildcard' | 'not_https' | 'credentials' | 'path' | 'malformed' | 'cloud' | 'added' | 'other_port';
export type ParsedHost = { ok: true; origin: string } | { ok: false; problem: HostProblem };

/** Names and IPv4 addresses: what a ticket's host may look like. */
const plainHost = /^[a-z0-9-]+(\.[a-z0-9-]+)*$/;

/** The origin of a ConnectWise server of one's own, from what a person typed; or why it cannot be one. Nothing is guessed. `added`: the origins that are known. */
export function parseHost(text: string, added: readonly string[] = []): ParsedHost {
  const typed = text.trim();
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  const problem = spelling(typed, url) ?? (url && clash(url, added));
  return problem || !url ? { ok: false, problem: problem ?? 'malformed' } : { ok: true, origin: url.origin };
}

function spelling(typed: string, url: URL | undefined): HostProblem | undefined {
  if (typed === '') return 'empty';
  if (typed.includes('*')) return 'wildcard';
  if (!/^https:\/\//i.test(typed)) return 'not_https';
  if (!url) return 'malformed';
  if (url.username || url.password || typed.includes('@')) return 'credentials';
  if (!plainHost.test(url.hostname)) return 'malformed';
  return url.pathname !== '/' || /[?#]/.test(typed) ? 'path' : undefined;
}

/** One origin per host: two would share the browser's permission, and their tickets would be taken for each other's. */
function clash(url: URL, added: readonly string[]): HostProblem | undefined {
  if (isCloudHost(url.hostname)) return 'cloud';
  if (added.includes(url.origin)) return 'added';
  return added.some((origin) => new URL(origin).hostname === url.hostname) ? 'other_port' : undefined;
}
