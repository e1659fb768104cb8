import { isDeepStrictEqual } from 'node:util';
import { compactVerify, importJWK } from 'jose';
import { AnswerStatementSchema, answerType } from '#contract/phone';
import type { AnswerStatement, AnswerTerms } from '#contract/phone';
import type { Phone, Tenant, VerificationRow } from '../store/types.ts';

/**
 * What a phone signed (RFC 7515, compact, ES256), as its key's owner said it; undefined where `signed` is not such a
 * statement, or another key made it. Whether it fits the verification is for `hasTerms` to say.
 */
export async function readStatement(signed: string, { x, y }: Phone['publicKey']): Promise<AnswerStatement | undefined> {
  try {
    const key = await importJWK({ kty: 'EC', crv: 'P-256', x, y }, 'ES256');
    const { payload, protectedHeader } = await compactVerify(signed, key, { algorithms: ['ES256'] });
    if (protectedHeader.typ !== answerType || Object.keys(protectedHeader).length !== 2) return undefined;
    const said: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
    const statement = AnswerStatementSchema.parse(said);
    // a field more would be kept as evidence of something that nobody was shown
    return isDeepStrictEqual(statement, said) ? statement : undefined;
  } catch {
    return undefined;
  }
}

/** What an answer to `row` is about. */
export function termsOf(row: VerificationRow, tenant: Tenant): AnswerTerms {
  return {
    tenant: { id: tenant.id, name: tenant.name },
    account: row.accountId,
    verification: row.id,
    ticket: { host: row.ticketHost, number: row.ticketNumber },
    action: row.action,
    technician: { id: row.technicianId, name: row.technicianName },
    direction: row.direction,
    expiresAt: row.expiresAt,
  };
}

/** Whether `statement` is about `terms`, field by field. Its deadline is the one that the person saw, which may have moved since. */
export function hasTerms({ decision: _decision, expiresAt: _seen, ...said }: AnswerStatement, { expiresAt: _now, ...terms }: AnswerTerms): boolean {
  return isDeepStrictEqual(said, terms);
}
