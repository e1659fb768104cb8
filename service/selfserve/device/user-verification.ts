import { CredentialSchema, AssertionSchema } from '#contract/phone';
import type { Assertion, Credential } from '#contract/phone';
import { platformAuthenticatorIsAvailable, startAuthentication, startRegistration } from '@simplewebauthn/browser';

/** The options as the service made them (W3C WebAuthn Level 3 §5.4); the browser checks them. */
type RegistrationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];

/** Whether this device asks for a fingerprint, a face or a PIN by itself. */
export const canVerifyUser = () => platformAuthenticatorIsAvailable().catch(() => false);

/** Registers the platform authenticator; rejects where the person cancels, or the browser refuses. */
export async function registerUserVerification(options: unknown): Promise<Credential> {
  return CredentialSchema.parse(await startRegistration({ optionsJSON: options as RegistrationOptions }));
}

/**
 * Asks for fingerprint, face or PIN over `statement`: the challenge is its SHA-256, so the assertion counts for this answer
 * alone. Rejects where the person cancels, or nobody is recognised.
 */
export async function verifyUser(statement: string, credentialId: string | undefined, rpId: string): Promise<Assertion> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(statement)));
  const allowed = credentialId === undefined ? {} : { allowCredentials: [{ id: credentialId, type: 'public-key' as const, transports: ['internal' as const] }] };
  const optionsJSON = { challenge: toBase64url(digest), rpId, userVerification: 'required' as const, timeout: 60_000, ...allowed };
  return AssertionSchema.parse(await startAuthentication({ optionsJSON }));
}

function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
