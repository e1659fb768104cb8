import { answerType } from '#contract/phone';
import type { AnswerDecision, AnswerStatement, AnswerTerms } from '#contract/phone';
import { CompactSign } from 'jose';

/** The signed statement of a decision about `terms`: a compact JWS (RFC 7515) by ES256, with nothing but `alg` and `typ` in its header. */
export async function signAnswer(privateKey: CryptoKey, terms: AnswerTerms, decision: AnswerDecision): Promise<string> {
  const statement: AnswerStatement = { ...terms, decision };
  return new CompactSign(new TextEncoder().encode(JSON.stringify(statement))).setProtectedHeader({ alg: 'ES256', typ: answerType }).sign(privateKey);
}
