import * as z from 'zod/mini';

/** Whether `host` (as a URL spells it) is this machine itself: only there may anything travel in the clear. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Whether `text` is an https address, or http to this machine. */
export function isSafeUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
}

/** Such an address. Throws with `name`, never with the address, which may carry credentials. */
export function requireSafeUrl(text: string, name: string): URL {
  if (!URL.canParse(text)) throw new Error(`${name} is not an address`);
  if (!isSafeUrl(text)) throw new Error(`${name} must be an https address`);
  return new URL(text);
}

/** Where a development part listens: an http origin on this machine. */
export const loopbackOriginVariable = z.string().check(z.refine(isLoopbackOrigin, { error: 'must be an http origin on this machine, such as http://127.0.0.1:8099' }));

function isLoopbackOrigin(value: string): boolean {
  const url = URL.parse(value);
  return url?.protocol === 'http:' && url.origin === value && isLoopback(url.hostname);
}
