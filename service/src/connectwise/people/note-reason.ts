import type { ConnectwiseProblem } from '../types.ts';

/** What can be wrong where lists are read: each is a `NoteReason`. */
export type ReadProblem = Exclude<ConnectwiseProblem, 'not_found'>;

/** A problem as an administrator hears of it. A list that is not there is one of another site. */
export function noteReasonOf(problem: ConnectwiseProblem): ReadProblem {
  return problem === 'not_found' ? 'site_wrong' : problem;
}
