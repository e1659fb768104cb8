import type { HostState } from '../utils/workflow/snapshot';
import { wordsFor } from './trouble-words';
import type { Words } from './words';

/** What only the settings say: the panel does not carry it. */

/** Why a typed text is no address of a ConnectWise server of one's own. */
export type HostProblem = 'empty' | 'wildcard' | 'not_https' | 'credentials' | 'path' | 'malformed' | 'cloud' | 'added' | 'other_port';

const hostProblemWords: Record<HostProblem, string> = {
  empty: 'Type the address of your ConnectWise server.',
  wildcard: 'One address at a time, without *.',
  not_https: 'The address must start with https://',
  credentials: 'The address must not contain a name or password.',
  path: 'Only the first part is needed, without anything after the host name.',
  malformed: 'This is not the address of a server. Type it as https://cw.example.com',
  cloud: "This is ConnectWise's own cloud. Countersign works there already.",
  added: 'This address is in the list already.',
  other_port: 'This server is in the list already, with another port. Remove that entry first.',
};

/** The words for `problem`. The cloud works only while the browser allows it. */
export function hostProblemOf(problem: HostProblem, cloud: HostState): string {
  return problem === 'cloud' && cloud === 'withdrawn' ? "This is ConnectWise's own cloud. Press ALLOW AGAIN beside it." : hostProblemWords[problem];
}

const refusals: Record<string, Words> = {
  pairing_code_invalid: { what: 'This pairing code is wrong, used or too old.', next: 'Check it, or ask your administrator for a new one.' },
  host_not_allowed: { what: 'The browser does not allow Countersign to read this address.', next: 'Press the button once more and choose Allow. If the browser does not ask, your administrator manages it: ask them.' },
  bad_host: { what: 'This address cannot be added.', next: 'Check it. It looks like https://cw.acme.example' },
  address_differs: { what: 'The service knows itself by another address.', next: 'Check the address. If it is right, your administrator sets COUNTERSIGN_PUBLIC_ORIGIN to it.' },
};

/** Words for a refusal that a press in the settings got. */
export function settingsWordsFor(code: string): Words {
  return Object.hasOwn(refusals, code) ? refusals[code]! : wordsFor(code);
}

export const cloudAddresses = '*.myconnectwise.net, *.connectwisedev.com';
