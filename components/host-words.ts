import type { Snapshot } from '../utils/workflow/snapshot';
import type { Words } from './words';

export const cloudName = 'ConnectWise cloud';

/** What the browser does not let us read; undefined where it allows all. */
export function withdrawnWords({ cloud, hosts }: Pick<Snapshot, 'cloud' | 'hosts'>): Words | undefined {
  const names = [...(cloud === 'withdrawn' ? [`the ${cloudName}`] : []), ...hosts.filter(({ state }) => state === 'withdrawn').map(({ origin }) => origin.replace('https://', ''))];
  if (names.length === 0) return undefined;
  return { what: `The browser does not let Countersign read ${names.join(' and ')}.`, next: 'If that is where your ticket is, allow it again in the settings.' };
}
