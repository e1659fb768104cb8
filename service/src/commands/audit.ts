import { loadSigner, readPublicKeys } from '../audit/checkpoint-key.ts';
import { createCheckpointKeeper } from '../audit/create-checkpoint-keeper.ts';
import { writeExport } from '../audit/export.ts';
import type { Round } from '../audit/keeper.ts';
import { readOutsideCheckpoints } from '../audit/outside-checkpoints.ts';
import { findLastBefore, removeUpTo } from '../audit/retention.ts';
import { verifyStored } from '../audit/verify-log.ts';
import { writeOutside } from '../audit/write-outside.ts';
import { Told } from '../lib/told.ts';
import type { Tenant } from '../store/types.ts';
import type { Command, Context } from './context.ts';
import { pickTenant, pickTenants, readWords } from './context.ts';

const defaultYears = 6;
const silent = { warn: () => undefined, error: () => undefined };

export const auditKey: Command = {
  usage: 'audit key   (prints the public key of the checkpoints)',
  async run(words, { config, print }) {
    readWords(words, [], { least: 0, most: 0 });
    print((await loadSigner(config)).publicPem.trim());
  },
};

export const auditExport: Command = {
  usage: 'audit export FILE [--tenant NAME]',
  async run(words, context) {
    const { flags, words: [file = ''] } = readWords(words, ['tenant'], { least: 1, most: 1 });
    const tenant = await pickTenant(context, flags.tenant);
    await writeExport(file, context.store, tenant, context.now());
    context.print(`Exported the audit log of ${tenant.name}. Anybody who has the public key can check it: audit verify FILE --key PUBLIC.pem`);
  },
};

export const auditCheckpoint: Command = {
  usage: 'audit checkpoint   (signs the newest entries now and writes that outside the database)',
  async run(words, context) {
    readWords(words, [], { least: 0, most: 0 });
    const tenants = await pickTenants(context, undefined);
    const { signed } = await makeCheckpoint(context);
    for (const { tenantId, sequence } of signed) context.print(`${tenants.find(({ id }) => id === tenantId)?.name}: entry ${sequence} is vouched for.`);
    if (signed.length === 0) context.print('Nothing is new since the last checkpoint.');
  },
};

export const auditRetain: Command = {
  usage: `audit retain [--years ${defaultYears}] [--tenant NAME]   (removes entries that are older; export them first)`,
  async run(words, context) {
    const { flags } = readWords(words, ['years', 'tenant'], { least: 0, most: 0 });
    const before = yearsBefore(context.now(), readYears(flags.years));
    const tenants = await pickTenants(context, flags.tenant);
    await makeCheckpoint(context);
    for (const tenant of tenants) await retain(context, tenant, before);
    await makeCheckpoint(context);
  },
};

/** The day's e-mail is left to the service, which tries again when it fails. */
async function makeCheckpoint({ config, store, now }: Context): Promise<Round> {
  const { email: _, ...checkpoints } = config.checkpoints;
  const keeper = await createCheckpointKeeper({ ...config, checkpoints }, { store, now, log: silent });
  const round = await keeper.round();
  if (round.broken.length > 0) throw new Told('The audit log does not go on from its last checkpoint: run audit verify. Nothing was signed for it.');
  if (round.failedSinks.length > 0) throw new Told(`The checkpoint was made, but could not be written to: ${round.failedSinks.join(', ')}. The service tries again every minute.`);
  return round;
}

/** Only what verifies may be removed: afterwards nobody could tell any more. */
async function retain(context: Context, tenant: Tenant, before: number): Promise<void> {
  const { store, config, now, print } = context;
  const keys = await readPublicKeys(undefined, config.dataFolder);
  const outside = await readOutsideCheckpoints(config.checkpoints.file, keys);
  const { problems } = await verifyStored(store, tenant.id, { keys, outside });
  if (problems.length > 0) throw new Told(`The audit log of ${tenant.name} does not verify, so nothing was removed: run audit verify.`);
  const last = await findLastBefore(store, tenant.id, before);
  if (!last) return print(`${tenant.name}: nothing is older than ${new Date(before).toISOString()}.`);
  const { removed, removal } = await removeUpTo(store, await loadSigner(config), last, now());
  print(`${tenant.name}: removed ${removed} entries up to entry ${last.sequence}, all from before ${new Date(before).toISOString()}. The log verifies from entry ${last.sequence + 1} on.`);
  await writeOutside(context, [removal]);
}

function readYears(text = String(defaultYears)): number {
  if (!/^[1-9]\d?$/.test(text)) throw new Told('--years must be a whole number of years, at least 1.');
  return Number(text);
}

function yearsBefore(now: number, years: number): number {
  const date = new Date(now);
  return date.setUTCFullYear(date.getUTCFullYear() - years);
}
