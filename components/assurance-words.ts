import type { AssuranceLabel } from '#contract/assurance';
import type { Check } from '#contract/lifecycle';
import type { Verification } from '#contract/verification';

/** What a technician reads about what a success proved, and what it did not. */

const labelWords: Record<AssuranceLabel, { proven?: string; unproven: string }> = {
  'user-verified-device': {
    proven: 'A phone of this account approved, unlocked for it with fingerprint, face or PIN.',
    unproven: 'That nobody else can unlock this phone: a PIN can be known to others.',
  },
  device: {
    proven: 'A phone of this account approved, with a key that does not leave it.',
    unproven: 'Who held the phone: it asked for no fingerprint, face or PIN.',
  },
  restricted: {
    proven: 'The caller knew a code that was sent as a text message to the number on the account.',
    unproven: 'That the number is still in the right hands: numbers can be taken over or redirected.',
  },
  'address-only': {
    proven: 'The caller knew a code that was sent to the e-mail address on the account.',
    unproven: 'Who reads that mailbox: anybody with access to it could know the code.',
  },
  reduced: { unproven: 'That the caller has the phone: Approve was pressed on it, and nothing was compared.' },
  'new-device': { unproven: 'That the phone has been theirs for long: it, or its fingerprint, face or PIN, was added less than 72 hours ago.' },
  'page-only': { unproven: 'That the ticket’s page told the truth: ConnectWise’s own contact record was not asked.' },
  exception: { unproven: 'That nothing speaks against this contact: something did, and a second technician confirmed going on.' },
  'technician-attested': { unproven: 'The comparison itself: the technician compared the codes by eye, the service did not.' },
};

const knewPhonesCode = 'The caller knew the code that the phone showed after Approve.';
const comparedByService = 'The service compared the code, not a person.';
const pushCheckWords: Record<Check, string[]> = {
  none: [],
  compare: [knewPhonesCode],
  typed: [knewPhonesCode, comparedByService],
  number: ['Whoever held the phone knew the number that you read out; the service compared it.'],
};

/** What `verification` proved: one sentence each. */
export function provenBy({ method, codeCheck, assurance }: Verification): string[] {
  const byLabel = assurance.flatMap((label) => labelWords[label].proven ?? []);
  if (method === 'push') return [...byLabel, ...pushCheckWords[codeCheck]];
  return codeCheck === 'typed' ? [...byLabel, comparedByService] : byLabel;
}

/** What it left open. */
export function unprovenBy({ assurance }: Verification): string[] {
  return assurance.map((label) => labelWords[label].unproven);
}

const relayed: Record<Check, string> = {
  compare: 'None of this stops a caller who relays the code from the real person.',
  typed: 'None of this stops a caller who relays the code from the real person.',
  number: 'None of this stops a caller who relays the number to the real person.',
  none: 'None of this stops a caller who talks the real person into pressing Approve.',
};

/** No method stops a victim on the attacker's second line. */
export function relayWarning({ codeCheck }: Verification): string {
  return relayed[codeCheck];
}
