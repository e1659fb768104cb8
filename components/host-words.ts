import type { HostState, Snapshot } from '../utils/workflow/snapshot';
import type { Words } from './words';

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

export const hostRefusals: Record<string, Words> = {
  host_not_allowed: { what: 'The browser does not allow Countersign to read this address.', next: 'Press the button once more and choose Allow. If the browser does not ask, your administrator manages it: ask them.' },
  bad_host: { what: 'This address cannot be added.', next: 'Check it. It looks like https://cw.acme.example' },
};

export const cloudName = 'ConnectWise cloud';
export const cloudAddresses = '*.myconnectwise.net, *.connectwisedev.com';

/** What the browser does not let us read; undefined where it allows all. */
export function withdrawnWords({ cloud, hosts }: Pick<Snapshot, 'cloud' | 'hosts'>): Words | undefined {
  const names = [...(cloud === 'withdrawn' ? [`the ${cloudName}`] : []), ...hosts.filter(({ state }) => state === 'withdrawn').map(({ origin }) => origin.replace('https://', ''))];
  if (names.length === 0) return undefined;
  return { what: `The browser does not let Countersign read ${names.join(' and ')}.`, next: 'If that is where your ticket is, allow it again in the settings.' };
}
