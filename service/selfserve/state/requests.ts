import { reportSeconds } from '#contract/numbers';
import type { AnswerDecision, PhoneRequest } from '#contract/phone';
import type { Trouble } from '../api/result.ts';
import type { Received } from './clock.ts';

/** What the phone knows about requests, and which one is in front. Pure: the clock, the key and the network are elsewhere. */
export type Requests = {
  /** The service's last list, newest first; undefined before the first answer. */
  list: Received<{ now: number; requests: PhoneRequest[] }> | undefined;
  /** Why the last question was not answered. */
  trouble: Trouble | undefined;
  /** The request in front; it stays there after its end until the person has read the result. */
  openId: string | undefined;
  /** It was opened to say that it was not asked for. */
  reporting: boolean;
  /** The answer that is on its way; `retrying` after it could not be delivered at once. */
  sending: { id: string; decision: AnswerDecision; step: 'signing' | 'sending' | 'retrying' } | undefined;
  /** Why the last answer did not count. `not_confirmed`: no fingerprint, face or PIN was given. */
  refusal: { id: string; why: Trouble | { code: 'not_confirmed' } | { code: 'not_delivered' } | { code: 'report_not_delivered' } } | undefined;
};

export type RequestsEvent =
  | { type: 'listed'; requests: PhoneRequest[]; now: number; at: number }
  | { type: 'unanswered'; trouble: Trouble }
  | { type: 'opened'; id: string; reporting: boolean }
  | { type: 'closed' }
  | { type: 'answering'; id: string; decision: AnswerDecision }
  | { type: 'signed' }
  | { type: 'not_delivered_yet' }
  | { type: 'answered'; request: PhoneRequest; at: number }
  | { type: 'refused'; id: string; why: NonNullable<Requests['refusal']>['why'] };

export const noRequests: Requests = { list: undefined, trouble: undefined, openId: undefined, reporting: false, sending: undefined, refusal: undefined };

export function transition(state: Requests, event: RequestsEvent): Requests {
  switch (event.type) {
    case 'listed': return listed(state, event);
    case 'unanswered': return { ...state, trouble: event.trouble };
    case 'opened': return { ...state, openId: event.id, reporting: event.reporting, refusal: undefined };
    case 'closed': return { ...state, openId: undefined, reporting: false, refusal: undefined };
    case 'answering': return { ...state, sending: { id: event.id, decision: event.decision, step: 'signing' }, refusal: undefined };
    case 'signed': return step(state, 'sending');
    case 'not_delivered_yet': return step(state, 'retrying');
    case 'answered': return answered(state, event);
    case 'refused': return { ...state, sending: undefined, refusal: { id: event.id, why: event.why } };
  }
}

export const isPending = ({ status }: PhoneRequest) => status === 'pending';

/** Whether "I did not ask for this" can still be said about what is over; the service decides. */
export function mayReport({ reported, createdAt, now }: PhoneRequest): boolean {
  return !reported && now < createdAt + reportSeconds * 1000;
}

export function findRequest({ list }: Requests, id: string | undefined): PhoneRequest | undefined {
  return list?.value.requests.find(({ terms }) => terms.verification === id);
}

function step(state: Requests, next: 'sending' | 'retrying'): Requests {
  return state.sending ? { ...state, sending: { ...state.sending, step: next } } : state;
}

/** A request that can still be answered and is alone comes to the front by itself: there is less than a minute. */
function listed(state: Requests, { requests, now, at }: Extract<RequestsEvent, { type: 'listed' }>): Requests {
  // An answer overtaken by an older list would show the question again.
  if (state.list && now < state.list.value.now) return { ...state, trouble: undefined };
  const next = { ...state, list: { value: { now, requests }, receivedAt: at }, trouble: undefined };
  if (findRequest(next, state.openId)) return next;
  const [first, second] = requests.filter((request) => isPending(request) && request.terms.expiresAt > now);
  return { ...next, openId: second ? undefined : first?.terms.verification, reporting: false };
}

function answered(state: Requests, { request, at }: Extract<RequestsEvent, { type: 'answered' }>): Requests {
  const others = state.list?.value.requests ?? [];
  const requests = others.map((each) => (each.terms.verification === request.terms.verification ? request : each));
  return { ...state, list: { value: { now: request.now, requests }, receivedAt: at }, sending: undefined, refusal: undefined, trouble: undefined };
}
