import { createHash } from 'node:crypto';
import { generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Assertion, Credential as CredentialAnswer } from '#contract/phone';
import type { Credential, SignedInPhone } from '../store/types.ts';
import { createCredentialChallenges } from './credential-challenges.ts';
import type { CredentialOptions } from './types.ts';

/** Fingerprint, face or PIN on a phone (W3C WebAuthn Level 3), by its platform authenticator. */
export type UserVerification = {
  /** Options of navigator.credentials.create, good for five minutes and this phone. */
  makeOptions(who: SignedInPhone): Promise<CredentialOptions>;
  /** What was registered; undefined where it is not an answer to options of this phone, or nobody was verified. */
  readCredential(phoneId: string, answer: CredentialAnswer): Promise<Credential | undefined>;
  /** The credential with its counter moved; undefined where `assertion` is not by it, about `statement`, with the user verified. */
  verify(statement: string, assertion: Assertion, credential: Credential | null): Promise<Credential | undefined>;
};

export type UserVerificationDeps = {
  tokenKey: Uint8Array;
  now: () => number;
  /** Where people's browsers find the phone app: the relying party. */
  origin: () => string;
};

/** ES256 and RS256 (RFC 8152, RFC 8812): what platform authenticators have. */
const algorithms = [-7, -257];

export function createUserVerification({ tokenKey, now, origin }: UserVerificationDeps): UserVerification {
  const challenges = createCredentialChallenges({ tokenKey, now });
  const party = () => ({ expectedOrigin: origin(), expectedRPID: new URL(origin()).hostname, requireUserVerification: true });
  return {
    makeOptions: async ({ phone, account, tenant }) => {
      const options = await generateRegistrationOptions({
        rpName: tenant.name, rpID: party().expectedRPID, userName: account.name, userDisplayName: account.name, userID: new Uint8Array(Buffer.from(phone.id)),
        challenge: challenges.make(phone.id), attestationType: 'none', supportedAlgorithmIDs: algorithms,
        authenticatorSelection: { authenticatorAttachment: 'platform', userVerification: 'required', residentKey: 'discouraged' },
      });
      return { ...options };
    },
    readCredential: (phoneId, answer) => unlessItThrows(async () => {
      const expectedChallenge = (challenge: string) => challenges.isGood(phoneId, challenge);
      const { registrationInfo } = await verifyRegistrationResponse({ response: answer as RegistrationResponseJSON, expectedChallenge, ...party(), supportedAlgorithmIDs: algorithms });
      if (!registrationInfo?.userVerified) return undefined;
      const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
      return { id, publicKey: Buffer.from(publicKey).toString('base64url'), counter, transports, createdAt: now() };
    }),
    verify: (statement, assertion, credential) => unlessItThrows(async () => {
      if (!credential || assertion.id !== credential.id) return undefined;
      const { publicKey, transports } = credential;
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response: assertion as AuthenticationResponseJSON, expectedChallenge: challengeOf(statement), ...party(), credential: { id: credential.id, publicKey: new Uint8Array(Buffer.from(publicKey, 'base64url')), counter: 0, transports },
      });
      // Equal is the same answer sent twice: its challenge binds it to one statement, whose answer takes effect once.
      const isFresh = authenticationInfo.newCounter >= credential.counter;
      return verified && authenticationInfo.userVerified && isFresh ? { ...credential, counter: authenticationInfo.newCounter } : undefined;
    }),
  };
}

/** The challenge of an assertion: what it vouches for. */
function challengeOf(statement: string): string {
  return createHash('sha256').update(statement).digest('base64url');
}

/** The library throws at whatever a stranger made up. */
async function unlessItThrows<T>(read: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}
