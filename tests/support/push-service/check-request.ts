import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal.ts';

export type PushOptions = { ttlSeconds: number; urgency: string; topic: string | undefined };

const largestBytes = 4096;
/** RFC 8188, section 2.1: salt, record size, length of the key id; RFC 8291 puts a point of P-256 into the key id. */
const keyIdLengthAt = 20;
const encryptedHeaderBytes = 21 + 65;

/**
 * Checks headers and body of a push request (RFC 8030, sections 5.2 to 5.4 and 7.2; RFC 8291, section 4).
 * Answers what they ask for. Throws a Refusal: 413 for a body above 4096 bytes, otherwise 400.
 */
export function checkRequest(headers: IncomingHttpHeaders, body: Buffer): PushOptions {
  const { ttl, urgency = 'normal', topic } = headers as Record<string, string | undefined>;
  if (body.length > largestBytes) throw new Refusal(413, `more than ${largestBytes} bytes`);
  if (!/^\d{1,10}$/.test(ttl ?? '')) throw new Refusal(400, 'the TTL header is missing or no number of seconds');
  if (!['very-low', 'low', 'normal', 'high'].includes(urgency)) throw new Refusal(400, 'unknown urgency');
  if (topic !== undefined && !/^[\w-]{1,32}$/.test(topic)) throw new Refusal(400, 'a topic is at most 32 characters of base64url');
  if (body.length > 0) checkEncryption(headers['content-encoding'], body);
  return { ttlSeconds: Number(ttl), urgency, topic };
}

function checkEncryption(encoding: string | undefined, body: Buffer): void {
  if (encoding !== 'aes128gcm') throw new Refusal(400, 'the content encoding is not aes128gcm');
  const isEncrypted = body.length > encryptedHeaderBytes && body[keyIdLengthAt] === 65 && body[keyIdLengthAt + 1] === 4;
  if (!isEncrypted) throw new Refusal(400, 'the body is not encrypted as aes128gcm');
}
