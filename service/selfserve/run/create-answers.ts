import type { Answer, AnswerDecision, AnswerTerms, Assertion, PhoneRequest } from '#contract/phone';
import { triesPerVerification } from '#contract/numbers';
import type { CallPhoneApi } from '../api/create-api.ts';
import { mayHaveHappened } from '../api/result.ts';
import type { Trouble } from '../api/result.ts';
import { remaining } from '../state/clock.ts';
import type { AppStore } from './create-store.ts';

export type AnswersDeps = {
  call: CallPhoneApi;
  store: AppStore;
  now(): number;
  /** Resolves after so many milliseconds, or as soon as the phone is online again. */
  wait(milliseconds: number): Promise<void>;
  sign(terms: AnswerTerms, decision: AnswerDecision): Promise<string>;
  /** Rejects where nobody gave fingerprint, face or PIN. */
  verifyUser(statement: string): Promise<Assertion>;
  /** Takes the notification of a request away. */
  dismiss(id: string): Promise<void>;
  /** Whether a trouble means that this phone was removed. */
  refuse(trouble: Trouble): boolean;
};

const retryMs = 2_000;
/** A report has no deadline that anybody waits for; no other answer can be given while it is tried. */
const reportMs = 180_000;

/** Asks what waits for an answer, and delivers answers. */
export function createAnswers({ call, store, now, wait, sign, verifyUser, dismiss, refuse }: AnswersDeps) {
  let asking: Promise<void> | undefined;

  return { refresh, answer };

  /** Several who ask at once share one question. */
  function refresh(): Promise<void> {
    asking ??= ask().finally(() => (asking = undefined));
    return asking;
  }

  async function ask(): Promise<void> {
    const found = await call('listRequests');
    if (found.ok) store.tell({ type: 'listed', ...found.value, at: now() });
    else if (!refuse(found.trouble)) store.tell({ type: 'unanswered', trouble: found.trouble });
  }

  /** Signs and delivers one answer. Nothing is sent that the person did not see: the statement is made of the request's own terms. */
  async function answer(request: PhoneRequest, decision: AnswerDecision, number?: string): Promise<void> {
    const id = request.terms.verification;
    const { list, sending } = store.read().requests;
    if (sending || !list) return;
    store.tell({ type: 'answering', id, decision });
    const body = await makeBody(request, decision, number).catch(() => undefined);
    if (!body) return store.tell({ type: 'refused', id, why: { code: 'not_confirmed' } });
    store.tell({ type: 'signed' });
    const began = now();
    if (decision === 'not_requested') await deliver(id, body, () => Math.max(0, began + reportMs - now()), 'report_not_delivered');
    else await deliver(id, body, () => remaining(list, request.terms.expiresAt, now()), 'not_delivered');
  }

  async function makeBody(request: PhoneRequest, decision: AnswerDecision, number: string | undefined): Promise<Answer> {
    const statement = await sign(request.terms, decision);
    if (decision !== 'approve') return { statement };
    const withNumber = number === undefined ? {} : { number, attempt: triesPerVerification - request.triesLeft + 1 };
    const verifies = request.userVerificationRequired || store.read().phone?.value.phone.userVerification;
    return { statement, ...withNumber, ...(verifies ? { assertion: await verifyUser(statement) } : {}) };
  }

  /** The same statement again and again while its deadline lasts: the service counts it once. */
  async function deliver(id: string, body: Answer, remainingMs: () => number, lost: 'not_delivered' | 'report_not_delivered'): Promise<void> {
    for (;;) {
      const answered = await call('answer', { id, body });
      if (answered.ok) {
        store.tell({ type: 'answered', request: answered.value, at: now() });
        return dismiss(id);
      }
      if (!mayHaveHappened(answered.trouble)) return giveUp(id, answered.trouble);
      if (remainingMs() === 0) return store.tell({ type: 'refused', id, why: { code: lost } });
      store.tell({ type: 'not_delivered_yet' });
      await wait(retryMs);
    }
  }

  async function giveUp(id: string, trouble: Trouble): Promise<void> {
    store.tell({ type: 'refused', id, why: trouble });
    if (!refuse(trouble)) await refresh();
  }
}
