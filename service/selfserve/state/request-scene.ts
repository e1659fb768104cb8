import type { PhoneRequest } from '#contract/phone';
import { remaining } from './clock.ts';
import { findRequest, isPending } from './requests.ts';
import type { Requests } from './requests.ts';

/**
 * What the screen of a request shows. `ask`: Approve, Deny, or "I did not ask for this". `read_code`: the digits to read out.
 * `waiting`: approved, and the technician's turn without digits. `late`: its time is over, and the service has not said so yet.
 */
export type RequestScene = {
  kind: 'ask' | 'read_code' | 'waiting' | 'late' | 'result';
  request: PhoneRequest;
  remainingMs: number;
  /** It was opened to say that it was not asked for. */
  reporting: boolean;
  /** The answer on its way, if it is this request's. */
  sending: Requests['sending'];
  refusal: NonNullable<Requests['refusal']>['why'] | undefined;
};

/** The request in front at `now` (milliseconds by this phone's clock), or undefined where there is none. */
export function findScene(state: Requests, now: number): RequestScene | undefined {
  const request = findRequest(state, state.openId);
  if (!request || !state.list) return undefined;
  const remainingMs = remaining(state.list, request.terms.expiresAt, now);
  const mine = <T extends { id: string }>(each: T | undefined) => (each?.id === request.terms.verification ? each : undefined);
  return { kind: kindOf(request, remainingMs), request, remainingMs, reporting: state.reporting, sending: mine(state.sending), refusal: mine(state.refusal)?.why };
}

function kindOf(request: PhoneRequest, remainingMs: number): RequestScene['kind'] {
  if (!isPending(request)) return 'result';
  if (remainingMs === 0) return 'late';
  if (request.answeredAt === null) return 'ask';
  return request.code === null ? 'waiting' : 'read_code';
}
