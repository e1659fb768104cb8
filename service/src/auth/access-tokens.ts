import { SignJWT, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import { accessTokenSeconds } from '#contract/numbers';

export type AccessTokens = {
  issue(thumbprint: string, technicianId: string): Promise<string>;
  /** The thumbprint of the key that `token` is bound to; undefined when the token is not ours or over. */
  check(token: string): Promise<string | undefined>;
};

const ClaimsSchema = z.object({ cnf: z.object({ jkt: z.string() }) });
const party = 'countersign';

/** Short access tokens bound to a browser's key (RFC 9449 §6.1): worthless to anybody without that key. */
export function createAccessTokens({ now, key }: { now: () => number; key: Uint8Array }): AccessTokens {
  return {
    issue: (thumbprint, technicianId) => {
      const at = Math.floor(now() / 1000);
      return new SignJWT({ cnf: { jkt: thumbprint } })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .setSubject(technicianId).setIssuer(party).setAudience(party)
        .setIssuedAt(at).setExpirationTime(at + accessTokenSeconds)
        .sign(key);
    },
    check: async (token) => {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'], typ: 'at+jwt', issuer: party, audience: party, requiredClaims: ['exp'], currentDate: new Date(now()),
        });
        return ClaimsSchema.parse(payload).cnf.jkt;
      } catch {
        return undefined;
      }
    },
  };
}
