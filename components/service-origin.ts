/** The origin of a verification service, from what a person typed; or why it cannot be one. Nothing is guessed. */
export type ParsedOrigin = { ok: true; origin: string } | { ok: false; problem: string };

const loopback = ['localhost', '127.0.0.1'];

export function parseServiceOrigin(text: string): ParsedOrigin {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, problem: 'Type the address that your administrator gave you.' };
  if (!/^https?:\/\//i.test(trimmed)) return { ok: false, problem: 'The address must start with https://' };
  const url = URL.parse(trimmed);
  if (!url || url.hostname === '') return { ok: false, problem: 'This is not an address.' };
  if (url.username || url.password) return { ok: false, problem: 'The address must not contain a name or password.' };
  if (url.protocol === 'http:' && !loopback.includes(url.hostname)) return { ok: false, problem: 'The address must start with https://. Only a service on this computer may use http://.' };
  if (url.pathname !== '/' || url.search || url.hash) return { ok: false, problem: 'Only the first part is needed, without anything after the host name: ' + url.origin };
  return { ok: true, origin: url.origin };
}

/** Whether `text` can be a pairing code: ten characters of Crockford's base 32, as people type them. */
export function isPairingCode(text: string): boolean {
  return /^[0-9a-tv-z]{10}$/i.test(text.replace(/[\s-]/g, ''));
}
