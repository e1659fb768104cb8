import type { EndReason } from '#contract/lifecycle';
import type { Verification } from '#contract/verification';
import { reasonWords } from './delivery-words';
import type { Words } from './words';

/** What a technician reads about why a verification ended without a success, and what to do. */

const doNothing = 'Do not do what the caller asks for.';
const deniedWords: Partial<Record<EndReason, Words>> = {
  phone_denied: { what: 'They pressed Deny on the phone.', next: doNothing },
  not_requested: {
    what: 'The person says that they did not ask for this.',
    next: 'Treat the call as an attack: do nothing that is asked for, end the call, and tell your administrator. The ticket is flagged.',
  },
  phone_removed: {
    what: 'The phone that approved was removed from the account before the code was checked, so its approval does not count.',
    next: 'Do not do what the caller asks for. End the call, and reach the person by a number that you know.',
  },
};

/** A success that the service has taken back, for whatever reason. */
export const revokedWords: Words = { what: 'Somebody has said no since, or reported it.', next: 'Do nothing that is asked for. Press OK and verify again.' };

/** Why `verification` ended so; undefined where its title says all. */
export function whyEnded(verification: Verification): Words | undefined {
  const { status, codeCheck, endReason } = verification;
  switch (status) {
    case 'denied':
      if (endReason === 'too_many_attempts') return { what: `Too many wrong ${codeCheck === 'number' ? 'numbers' : 'codes'}.`, next: doNothing };
      return (endReason && deniedWords[endReason]) ?? { what: doNothing, next: '' };
    case 'expired':
      return whyExpired(verification);
    case 'cancelled':
      return { what: 'Nobody was verified.', next: codeCheck === 'none' || codeCheck === 'number' ? 'The request on the phone is worth nothing now.' : 'The code is worth nothing now.' };
    case 'failed':
      return whyFailed(verification);
    default:
      return undefined;
  }
}

function whyExpired({ method, answeredAt }: Verification): Words {
  if (method === 'push' && answeredAt === null) return { what: 'Nobody approved on the phone in time.', next: 'Ask the caller to open the app, or use another method.' };
  return { what: 'The code has run out; it is worth nothing now.', next: '' };
}

/** The words for an interruption are those of "maybe sent"; here it is certain. */
function whyFailed({ delivery: { reason } }: Verification): Words {
  return reason && reason !== 'interrupted' ? reasonWords[reason] : { what: 'The message did not leave.', next: 'Cancel and send again.' };
}
