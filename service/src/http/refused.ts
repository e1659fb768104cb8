import type { ProblemCode } from '#contract/problem';
import type { AuthError } from '../auth/authenticate.ts';
import type { Refusal } from '../verification/result.ts';

export type FieldError = { pointer: string; detail: string };

/** Ends a request with a problem document. Thrown inside the HTTP layer only. */
export class Refused extends Error {
  override name = 'Refused';
  readonly refusal: Refusal;
  readonly errors: FieldError[] | undefined;
  readonly challenge: AuthError | undefined;

  constructor(refusal: Refusal, extra: { errors?: FieldError[]; challenge?: AuthError } = {}) {
    super(refusal.code);
    this.refusal = refusal;
    this.errors = extra.errors;
    this.challenge = extra.challenge;
  }
}

const codeOfAuthError: Record<AuthError, ProblemCode> = {
  invalid_token: 'token_invalid',
  invalid_dpop_proof: 'token_invalid',
  use_dpop_nonce: 'use_dpop_nonce',
  device_unknown: 'device_unknown',
};

/** The refusal of a caller who is not who they must be. */
export function refuseCaller(error: AuthError): Refused {
  return new Refused({ code: codeOfAuthError[error] }, { challenge: error });
}

/** `WWW-Authenticate` as RFC 9449 §7.1 and RFC 6750 §3 write it. */
export function challengeOf(error: AuthError): string {
  return `DPoP error="${error === 'device_unknown' ? 'invalid_token' : error}", algs="ES256"`;
}
