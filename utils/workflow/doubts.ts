import type { Doubt, Exception } from '#contract/connectwise';
import type { ContactOptions } from '#contract/verification';
import type { Offered, Ready } from './state';
import { serviceTime } from './verified';

/** What speaks against a contact, and how far somebody is with going on in spite of it. */

/** All that a second technician would have to confirm: what stops SEND, and what keeps single methods back. */
export function doubtsOf({ doubts, methods }: Pick<ContactOptions, 'doubts' | 'methods'>): Doubt[] {
  const isChanged = methods.some(({ reason }) => reason === 'changed_recently');
  return isChanged && !doubts.includes('changed_recently') ? [...doubts, 'changed_recently'] : doubts;
}

/** Whether nothing may be sent: something speaks against the contact, and no second technician has confirmed all of it to this one. */
export function isStopped({ doubts, exception }: ContactOptions): boolean {
  return doubts.length > 0 && !(exception?.yours && exception.state === 'confirmed' && covers(exception, doubts));
}

/** `mine` and `theirs`: a wish of this technician, or of another one. */
export type GoingOn = { stage: 'open' } | { stage: 'asked' | 'confirmed' | 'refused'; whose: 'mine' | 'theirs'; exception: Exception; leftMs: number };

/** How far it is at the local time `now`; `open` where nobody has asked, the time is over, or something new speaks against the contact. */
export function goingOnOf({ options, left }: Pick<Ready, 'options' | 'left'>, now: number): GoingOn {
  const { exception } = options;
  if (!exception) return { stage: 'open' };
  const { state, yours } = exception;
  const leftMs = exception.expiresAt - serviceTime(options, now);
  if (leftMs <= 0 || (yours && state === 'asked' && left === exception.id)) return { stage: 'open' };
  if (yours && state !== 'refused' && !covers(exception, options.doubts)) return { stage: 'open' };
  return { stage: state, whose: yours ? 'mine' : 'theirs', exception, leftMs };
}

/** Whether the answer of a second technician is waited for, by whomever of the two. */
export function awaitsSecond({ options: { exception }, left }: Pick<Ready, 'options' | 'left'>): boolean {
  return exception?.state === 'asked' && exception.id !== left;
}

function covers(exception: Exception, doubts: Offered['doubts']): boolean {
  return doubts.every((doubt) => exception.doubts.includes(doubt));
}
