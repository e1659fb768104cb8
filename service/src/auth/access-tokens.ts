import { SignJWT, jwtVerify } from 'jose';
import * as z from 'zod/mini';
import { accessTokenSeconds } from '#contract/numbers';
import { createMemory } from '../lib/memory.ts';

export type AccessTokens = {
  issue(thumbprint: string, technicianId: string): Promise<string>;
  /** The thumbprint of the key that `token` is bound to; undefined when the token is not ours or over. */
  check(token: string): Promise<string | undefined>;
};

const ClaimsSchema = z.object({ cnf: z.object({ jkt: z.string() }), exp: z.int() });
const party = 'countersign';
const mostRemembered = 10_000;

/** Short access tokens bound to a browser's key (RFC 9449 §6.1): worthless to anybody without that key. */
export function createAccessTokens({ now, key }: { now: () => number; key: Uint8Array }): AccessTokens {
  // A token is good until it runs out: one that was checked is not computed again. Who was revoked is asked of the database each time.
  const checked = createMemory<{ thumbprint: string; expiresAt: number }>(mostRemembered);
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
      const known = checked.get(token);
      if (known) return now() < known.expiresAt ? known.thumbprint : undefined;
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'], typ: 'at+jwt', issuer: party, audience: party, requiredClaims: ['exp'], currentDate: new Date(now()),
        });
        const { cnf, exp } = ClaimsSchema.parse(payload);
        checked.set(token, { thumbprint: cnf.jkt, expiresAt: exp * 1000 });
        return cnf.jkt;
      } catch {
        return undefined;
      }
    },
  };
}
