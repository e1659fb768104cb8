import type { AnswerDecision, AnswerTerms, PhoneRequest } from '#contract/phone';
import type { Action } from '#contract/words';

/** Words about a request, for somebody who has a stranger on the telephone. */

/** What the technician was asked for; it finishes "wants to make sure that it is you, for ...". */
export const actionWords: Record<Action, string> = {
  password_reset: 'a password reset',
  mfa_reset: 'an MFA reset (new sign-in codes)',
  mailbox_access: 'access to your mailbox',
  remote_control: 'remote control of your computer',
  other: 'something else',
};
export const actionTitles: Record<Action, string> = {
  password_reset: 'Password reset',
  mfa_reset: 'MFA reset',
  mailbox_access: 'Mailbox access',
  remote_control: 'Remote control',
  other: 'Something else',
};

export const titleOf = (action: Action | null) => (action === null ? 'Not stated' : actionTitles[action]);

/** Who called whom: it decides when Approve is right. */
export function directionWords({ direction, tenant }: AnswerTerms): string {
  return direction === 'inbound' ? `Only if you called ${tenant.name}` : `${tenant.name} is calling you`;
}

export function directionHelp({ direction, tenant }: AnswerTerms): string {
  return direction === 'inbound'
    ? `Approve only if you called ${tenant.name} yourself, and are talking with them now.`
    : `Approve only if you are on the phone with ${tenant.name} now. Anybody can say that they are: if you are not sure, press Deny and call them yourself.`;
}

export const sendingWords: Record<AnswerDecision, string> = {
  approve: 'Sending your approval',
  deny: 'Sending your denial',
  not_requested: 'Reporting it',
};

export type Outcome = { tone: 'good' | 'bad' | 'plain'; title: string; text: string; short: string };

/** How a request ended. */
export function outcomeOf(request: PhoneRequest): Outcome {
  const { tenant, technician, action } = request.terms;
  if (request.reported) return reported(request);
  const purpose = action === null ? '' : ` for ${actionWords[action]}`;
  switch (request.status) {
    case 'approved': return { tone: 'good', title: 'You are verified', text: `${technician.name} of ${tenant.name} now knows that it is you${purpose}.`, short: 'Verified' };
    case 'expired': return late(request);
    case 'cancelled': return { tone: 'plain', title: 'Request withdrawn', text: `${technician.name} stopped this request. There is nothing more to do.`, short: 'Withdrawn' };
    case 'failed': return { tone: 'plain', title: 'Request failed', text: `It did not go through. ${technician.name} can send a new one.`, short: 'Failed' };
    default: return denied(request);
  }
}

export function late({ terms }: PhoneRequest): Outcome {
  return { tone: 'bad', title: 'Time is over', text: `Nothing was approved. If you are talking with ${terms.technician.name}, ask for a new request.`, short: 'Time ran out' };
}

/** Whatever came of it otherwise. */
function reported({ terms: { tenant } }: PhoneRequest): Outcome {
  const text = `${tenant.name} has been warned. This phone gets no requests until they have looked into it. If somebody is on the line, hang up and call ${tenant.name} yourself.`;
  return { tone: 'good', title: 'Reported', text, short: 'Reported by you' };
}

function denied({ terms: { technician }, endReason }: PhoneRequest): Outcome {
  if (endReason === 'phone_denied') return { tone: 'bad', title: 'You denied this', text: `${technician.name} has been told. Nothing was approved.`, short: 'Denied by you' };
  if (endReason === 'phone_removed') return { tone: 'bad', title: 'Not verified', text: `The phone that approved this was removed. Nothing was approved. Ask ${technician.name} for a new request.`, short: 'Not verified' };
  if (endReason === 'too_many_attempts') return { tone: 'bad', title: 'Not verified', text: `It was wrong too often. Ask ${technician.name} for a new request.`, short: 'Not verified' };
  return { tone: 'bad', title: 'Not verified', text: `${technician.name} could not verify you. Ask them for a new request.`, short: 'Not verified' };
}
