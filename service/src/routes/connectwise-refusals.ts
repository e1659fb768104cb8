import type { ProblemCode } from '#contract/problem';
import { noteReasonOf } from '../connectwise/people/note-reason.ts';
import type { ConnectwiseProblem } from '../connectwise/types.ts';
import type { Refusal } from '../verification/result.ts';

type Refused = { ok: false; refusal: Refusal };

export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

export function refuse(code: ProblemCode): Refused {
  return { ok: false, refusal: { code } };
}

/** That ConnectWise did not give what was asked for, and why, in a word. */
export function connectwiseRefusal(problem: ConnectwiseProblem): Refused {
  return { ok: false, refusal: { code: 'connectwise_unavailable', detail: noteReasonOf(problem) } };
}
