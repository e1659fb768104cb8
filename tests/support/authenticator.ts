import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { Assertion, Credential } from '#contract/phone';

/** What an authenticator may do otherwise than it should. */
export type Flaws = { origin?: string; rpId?: string; isUserVerified?: boolean; counter?: number; challenge?: string };
export type TestAuthenticator = ReturnType<typeof createAuthenticator>;

const flags = { present: 0x01, verified: 0x04, attested: 0x40 };
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();

/** A phone's platform authenticator (W3C WebAuthn Level 3 §6) that belongs to `origin`, without a person who could refuse. */
export function createAuthenticator(origin: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(16);
  let counter = 0;

  function clientData(type: 'create' | 'get', challenge: string, flaws: Flaws): Buffer {
    return Buffer.from(JSON.stringify({ type: `webauthn.${type}`, challenge: flaws.challenge ?? challenge, origin: flaws.origin ?? origin, crossOrigin: false }));
  }

  function authenticatorData({ rpId = new URL(origin).hostname, isUserVerified = true, counter: wrong }: Flaws, attested = Buffer.alloc(0)): Buffer {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(wrong ?? counter);
    const set = flags.present | (isUserVerified ? flags.verified : 0) | (attested.length > 0 ? flags.attested : 0);
    return Buffer.concat([sha256(rpId), Buffer.from([set]), count, attested]);
  }

  /** What navigator.credentials.create answers with. */
  function register(challenge: string, flaws: Flaws = {}): Credential {
    const key = Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), Buffer.from(x, 'base64url'), Buffer.from('225820', 'hex'), Buffer.from(y, 'base64url')]);
    const data = authenticatorData(flaws, Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key]));
    const attestation = Buffer.concat([Buffer.from('a363666d74646e6f6e656761747453746d74a0686175746844617461', 'hex'), Buffer.from([0x58, data.length]), data]);
    const response = { attestationObject: attestation.toString('base64url'), clientDataJSON: clientData('create', challenge, flaws).toString('base64url'), transports: ['internal'] };
    return { id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key', response, clientExtensionResults: {} };
  }

  /** What navigator.credentials.get answers with for `statement`. */
  function vouch(statement: string, flaws: Flaws = {}): Assertion {
    const client = clientData('get', sha256(statement).toString('base64url'), flaws);
    const data = authenticatorData(flaws);
    const signature = sign('sha256', Buffer.concat([data, sha256(client)]), privateKey);
    const response = { authenticatorData: data.toString('base64url'), clientDataJSON: client.toString('base64url'), signature: signature.toString('base64url') };
    return { id: id.toString('base64url'), rawId: id.toString('base64url'), type: 'public-key', response, clientExtensionResults: {} };
  }

  return { register, vouch };
}
