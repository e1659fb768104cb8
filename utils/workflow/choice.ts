import type { ContactOptions, Verification } from '#contract/verification';
import { isStopped } from './doubts';
import type { SendChoice } from './state';

/** What is chosen at SEND, and what may be chosen after a verification has ended. */

/** The choice in `source`, and nothing else of it. */
export function choiceIn({ method, action, direction, check }: SendChoice): SendChoice {
  return { method, action, direction, check };
}

/** The choice that `verification` began with: SEND AGAIN repeats all of it. */
export function choiceOf({ method, action, direction, codeCheck }: Verification): SendChoice {
  return { method, action, direction, check: codeCheck === 'none' || codeCheck === 'number' ? codeCheck : 'code' };
}

/** Whether `options` let this choice be sent. */
export function isOffered(options: ContactOptions, { method, action, check }: SendChoice): boolean {
  const offer = options.methods.find((one) => one.method === method);
  if (isStopped(options) || !offer?.available || (check !== 'code' && method !== 'push')) return false;
  return action === null ? !options.actionRequired : !offer.excludedActions.includes(action);
}

/** Whether something else may be tried after this end. Not after anybody said no: neither the person nor the technician. */
export function leadsOn({ status, endReason }: Verification): boolean {
  return status === 'failed' || status === 'expired' || (status === 'denied' && endReason === 'too_many_attempts');
}

/** The ladder: what ran out once more, then the other methods that are offered now, with a code. */
export function nextChoices(options: ContactOptions, verification: Verification): SendChoice[] {
  if (!leadsOn(verification) || options.live !== null) return [];
  const before = choiceOf(verification);
  const others = options.methods.filter(({ method }) => method !== before.method).map(({ method }): SendChoice => ({ ...before, method, check: 'code' }));
  return [...(verification.status === 'expired' ? [before] : []), ...others].filter((choice) => isOffered(options, choice));
}
