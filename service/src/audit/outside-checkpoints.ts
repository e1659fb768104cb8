import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import type { Statement } from '../store/types.ts';
import type { Problem } from './judge-statements.ts';
import { whyRejected } from './judge-statements.ts';
import { createFileSink } from './sinks/file-sink.ts';
import { openStatement } from './statements.ts';
import type { Claim, PublicKeys } from './statements.ts';

export type OutsideCheckpoints = { byTenant: ReadonlyMap<string, Claim[]>; problems: Problem[] };

/** A JWS with an Ed25519 signature, whatever stands around it: a JSON line, a syslog archive, the text of an e-mail. */
const signedText = /eyJ[\w-]+\.eyJ[\w-]+\.[\w-]{86}(?![\w-])/g;

/** Every statement in the text file `file`, by tenant; undefined where there is no such file. Text that holds none is passed over. */
export async function readOutsideCheckpoints(file: string, keys: PublicKeys): Promise<OutsideCheckpoints | undefined> {
  const byTenant = new Map<string, Claim[]>();
  const problems: Problem[] = [];
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
      number += 1;
      for (const [signed] of line.matchAll(signedText)) {
        const opened = await openStatement(signed, keys);
        if (opened.ok) add(byTenant, opened.claim);
        else problems.push({ sequence: null, text: `The statement in line ${number} of the checkpoint file ${whyRejected(opened)}.` });
      }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return { byTenant, problems };
}

function add(byTenant: Map<string, Claim[]>, claim: Claim): void {
  const known = byTenant.get(claim.tenantId);
  if (known) known.push(claim);
  else byTenant.set(claim.tenantId, [claim]);
}

/**
 * Those of a log's removals and restored backups that the checkpoint file `file` does not hold: they may have been signed
 * elsewhere with the same key. Where there is no file yet nothing speaks against them, and it begins with them.
 */
export async function findUnbacked(file: string, explanations: readonly Statement[]): Promise<Statement[]> {
  const missing = new Map(explanations.map((statement) => [statement.signed, statement]));
  if (missing.size === 0) return [];
  try {
    for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) for (const [signed] of line.matchAll(signedText)) missing.delete(signed);
    return [...missing.values()];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    for (const statement of explanations) await createFileSink(file).write(statement);
    return [];
  }
}
