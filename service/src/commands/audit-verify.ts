import { readPublicKeys } from '../audit/checkpoint-key.ts';
import { readExportHeader } from '../audit/export.ts';
import type { LogJudged } from '../audit/judge-log.ts';
import { timeOf } from '../audit/judge-statements.ts';
import type { Problem } from '../audit/judge-statements.ts';
import type { OutsideCheckpoints } from '../audit/outside-checkpoints.ts';
import { readOutsideCheckpoints } from '../audit/outside-checkpoints.ts';
import type { PublicKeys } from '../audit/statements.ts';
import { verifyExported, verifyStored } from '../audit/verify-log.ts';
import { printable } from '../lib/printable.ts';
import { Told } from '../lib/told.ts';
import type { Tenant } from '../store/types.ts';
import type { Command, Context } from './context.ts';
import { pickTenants, readWords } from './context.ts';

const flagNames = ['tenant', 'key', 'checkpoints'] as const;
const mostPrinted = 20;

export const auditVerify: Command = {
  usage: 'audit verify [EXPORT] [--key PUBLIC.pem] [--checkpoints FILE] [--tenant NAME]   (all tenants, or an export; needs the public key only)',
  async run(words, context) {
    const { flags } = readWords(words, flagNames, { least: 0, most: 0 });
    const tenants = await pickTenants(context, flags.tenant);
    const keys = await readPublicKeys(flags.key, context.config.dataFolder);
    const outside = await readOutside(context, flags.checkpoints, keys);
    let sound = report(context, 'Checkpoints outside the database', { problems: outside?.problems ?? [], notes: [] });
    for (const tenant of tenants) sound = report(context, tenant.name, await verifyStored(context.store, tenant.id, { keys, outside })) && sound;
    if (flags.tenant === undefined) sound = report(context, 'Tenants', { problems: findLostTenants(tenants, outside), notes: [] }) && sound;
    conclude(context, sound);
  },
  async runAlone(words, context) {
    const { flags, words: [file] } = readWords(words, flagNames, { least: 0, most: 1 });
    if (file === undefined) return false;
    const header = await readExportHeader(file);
    const keys = await readPublicKeys(flags.key, context.config.dataFolder);
    if (flags.checkpoints === undefined) context.print('No checkpoint file was named: only the checkpoints in the export are compared. Name one that did not come with it: --checkpoints FILE.');
    const outside = flags.checkpoints === undefined ? undefined : await readOutside(context, flags.checkpoints, keys);
    const judged = await verifyExported(file, header, { keys, outside });
    conclude(context, report(context, `Tenant ${header.tenantId}, by its own account ${header.tenantName}, exported ${timeOf(header.exportedAt)}`, { ...judged, problems: [...judged.problems, ...(outside?.problems ?? [])] }));
    return true;
  },
};

/** The file that was named must be there; the one of the configuration may not be. */
async function readOutside({ config, print }: Omit<Context, 'store'>, named: string | undefined, keys: PublicKeys): Promise<OutsideCheckpoints | undefined> {
  const outside = await readOutsideCheckpoints(named ?? config.checkpoints.file, keys).catch(() => {
    throw new Told('The checkpoint file cannot be read.');
  });
  if (!outside && named !== undefined) throw new Told('There is no such checkpoint file.');
  if (!outside) print('The checkpoint file outside the database is not here: only the checkpoints in the database are compared. Name it with --checkpoints FILE.');
  if (named !== undefined && outside?.byTenant.size === 0 && outside.problems.length === 0) throw new Told('The checkpoint file holds no checkpoint.');
  return outside;
}

function findLostTenants(tenants: Tenant[], outside: OutsideCheckpoints | undefined): Problem[] {
  const known = new Set(tenants.map(({ id }) => id));
  const lost = [...(outside?.byTenant.keys() ?? [])].filter((id) => !known.has(id));
  return lost.map((id) => ({ sequence: null, text: `Checkpoints outside the database name the tenant ${id}, which is not in the database any more.` }));
}

/** Prints what was found, if anything, and says whether nothing is wrong. */
function report({ print }: Pick<Context, 'print'>, title: string, { problems, notes }: LogJudged): boolean {
  if (problems.length + notes.length > 0) print(`${printable(title)}:`);
  for (const { sequence, text } of problems.slice(0, mostPrinted)) print(sequence === null ? `  WRONG  ${text}` : `  WRONG  Entry ${sequence}: ${text}`);
  if (problems.length > mostPrinted) print(`  WRONG  ${problems.length - mostPrinted} more of this kind.`);
  for (const note of notes) print(`  ${note}`);
  return problems.length === 0;
}

function conclude({ print }: Pick<Context, 'print'>, sound: boolean): void {
  if (!sound) throw new Told('The audit log does not verify: see what is WRONG above. Keep a copy of database and checkpoints before anything else is done.');
  print('The audit log verifies.');
}
