import type { Statement } from '../../store/types.ts';

/** A place outside the database that keeps checkpoints. */
export type Sink = {
  name: 'file' | 'syslog' | 'email';
  /** False: not now, ask again with the newest one. Throws when it failed; it may then be asked again, and a checkpoint twice does no harm. */
  write(checkpoint: Statement): Promise<boolean>;
};

/** What every place gets: the signed text counts, the rest is for people who search. */
export function checkpointLine({ tenantId, sequence, at, signed }: Statement): string {
  return JSON.stringify({ tenant: tenantId, sequence, at: new Date(at).toISOString(), signed });
}
