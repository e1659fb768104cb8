import { CompactSign } from 'jose';
import type { CryptoKey } from 'jose';
import { answerType } from '#contract/phone';
import type { AnswerDecision, AnswerTerms, PhoneRequest } from '#contract/phone';
import { createTestClient } from './test-client.ts';
import type { Answer, TestClient } from './test-client.ts';

/** What a phone says beside its decision. `terms`, `key` and `header` are how it lies: about what it was asked, with whose key, in which form. */
export type Saying = { number?: string; attempt?: number; assertion?: unknown; terms?: Partial<AnswerTerms> & Record<string, unknown>; key?: CryptoKey; header?: Record<string, unknown> };
export type TestPhone = Awaited<ReturnType<typeof createTestPhone>>;

/** An end user's phone as the service sees one: a key, proofs by it, and answers that it signs. */
export async function createTestPhone(origin: string, client?: TestClient) {
  const own = client ?? await createTestClient(origin);
  const { call, keys } = own;

  /** The compact JWS over `terms` and `decision`. */
  function sign(terms: Record<string, unknown>, decision: string, { key = keys.privateKey, header = {} }: Saying = {}): Promise<string> {
    const payload = new TextEncoder().encode(JSON.stringify({ ...terms, decision }));
    return new CompactSign(payload).setProtectedHeader({ alg: 'ES256', typ: answerType, ...header }).sign(key);
  }

  /** Answers `request` as the app would, but for what `saying` says otherwise. */
  async function answer({ terms }: PhoneRequest, decision: AnswerDecision, saying: Saying = {}): Promise<Answer> {
    const { number, attempt, assertion } = saying;
    const statement = await sign({ ...terms, ...saying.terms }, decision, saying);
    const body = { statement, ...(number !== undefined && { number, attempt: attempt ?? 1 }), ...(assertion !== undefined && { assertion }) };
    return call('answer', { id: terms.verification, body });
  }

  /** What waits for an answer, and what is over. */
  async function requests(): Promise<PhoneRequest[]> {
    const { status, body } = await call('listRequests');
    if (status !== 200) throw new Error(`The phone got no requests: ${body.code}`);
    return body.requests;
  }

  /** The request about one verification, as the phone is asked. */
  async function request(verificationId: string): Promise<PhoneRequest> {
    const found = (await requests()).find(({ terms }) => terms.verification === verificationId);
    if (!found) throw new Error('The phone is not asked about this verification.');
    return found;
  }

  return {
    ...own, sign, answer, requests, request,
    open: (invitation: string) => call('openInvitation', { body: { invitation } }),
    askForCode: (invitation: string) => call('sendInvitationCode', { body: { invitation } }),
    enrol: (invitation: string, code: string, phoneName = 'Test phone') => call('enrol', { body: { invitation, code, phoneName } }),
    readState: () => call('readPhone'),
    subscribe: (subscription: { endpoint: string; p256dh: string; auth: string } | null) => call('subscribe', { body: { subscription } }),
  };
}
