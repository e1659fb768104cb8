import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether `signature` (the header X-Twilio-Signature) is Twilio's for a form posted to `url`: base64 HMAC-SHA1, by the
 * account's token, over the address and every parameter's name and value, ordered by name
 * (twilio.com/docs/usage/security#validating-requests). Compared in a time that tells nothing.
 */
export function isSignedByTwilio(signature: string, url: string, form: URLSearchParams, authToken: string): boolean {
  const given = Buffer.from(signature, 'utf8');
  const parameters = [...form].sort(byNameThenValue).flat().join('');
  // Twilio names the port in some requests and leaves it out in others
  return spellings(url).some((spelling) => {
    const expected = Buffer.from(createHmac('sha1', authToken).update(spelling + parameters, 'utf8').digest('base64'), 'utf8');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function byNameThenValue([name, value]: [string, string], [otherName, otherValue]: [string, string]): number {
  if (name !== otherName) return name < otherName ? -1 : 1;
  return value < otherValue ? -1 : Number(value > otherValue);
}

function spellings(url: string): string[] {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const rest = pathname + search;
  return [`${protocol}//${hostname}${rest}`, `${protocol}//${hostname}:${port || (protocol === 'https:' ? '443' : '80')}${rest}`];
}
