import type { Trouble } from '../api/result.ts';

/** What is wrong, and what to do about it. */
export type Words = { what: string; next: string };

const askHelpDesk = 'Ask your help desk.';
const table: Partial<Record<Trouble['code'], Words>> = {
  unreachable: { what: 'The service cannot be reached.', next: 'Check your connection; this is tried again by itself.' },
  internal: { what: 'The service has a problem.', next: 'Try again in a moment.' },
  unavailable: { what: 'The service is busy or restarting.', next: 'Try again in a moment.' },
  token_invalid: { what: 'The service did not accept this phone’s signature.', next: 'Check that the date and time of this phone are set by themselves, then try again.' },
  use_dpop_nonce: { what: 'The service did not accept this phone’s signature.', next: 'Try again.' },
  device_unknown: { what: 'The service does not know this phone any more.', next: 'Ask your help desk for an invitation.' },
  link_invalid: { what: 'This link does not work.', next: 'Check that you opened the whole link, or ask for a new one.' },
  invitation_over: { what: 'This invitation is over, or was used already.', next: 'Ask your help desk for a new one.' },
  code_wrong: { what: 'That code is not right.', next: 'Look at the newest message, and type it again.' },
  code_expired: { what: 'That code is too old, or was tried too often.', next: 'Ask for a new code.' },
  too_many_attempts: { what: 'That was tried too often.', next: 'Wait a while, then try again.' },
  too_many_sends: { what: 'No more codes can be sent for this invitation.', next: 'Ask your help desk for a new invitation.' },
  too_soon: { what: 'That was too soon after the last time.', next: 'Wait a moment, then try again.' },
  account_blocked: { what: 'Something was reported or denied on your account, so no phone can be added.', next: 'Call your help desk by the number that you know: their administrator allows it again.' },
  too_many_phones: { what: 'Your account has as many phones as it may have.', next: 'Remove one first: it is listed on each of your phones.' },
  channel_missing: { what: 'There is no mobile number that the code can be sent to.', next: askHelpDesk },
  push_endpoint_refused: { what: 'Your browser’s notifications are not supported here.', next: 'Use Chrome, Edge, Firefox or Safari.' },
  user_verification_required: { what: 'Your help desk wants fingerprint, face or PIN with the answer.', next: 'Turn it on, then approve again.' },
  user_verification_failed: { what: 'Your fingerprint, face or PIN was not accepted.', next: 'Try again.' },
  answer_invalid: { what: 'Your answer was not accepted: the request has changed meanwhile.', next: 'Read it again, then answer.' },
  already_ended: { what: 'This request is over.', next: 'Ask for a new one.' },
  not_found: { what: 'That is not there any more.', next: 'Go back and look again.' },
};

/** Words for `trouble`; a wait in seconds is said where the service named one. */
export function troubleWords({ code, retryAfterSeconds }: Trouble): Words {
  const words = table[code] ?? { what: 'That did not work.', next: `${askHelpDesk} The reason: ${code.replaceAll('_', ' ')}.` };
  if (retryAfterSeconds === undefined) return words;
  return { what: words.what, next: `Try again in ${waitWords(retryAfterSeconds)}.` };
}

export function waitWords(seconds: number): string {
  const [amount, unit] = seconds < 90 ? [Math.ceil(seconds), 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
