import type { Tested } from '#contract/connectwise-admin';
import { ConnectSchema } from '#contract/connectwise-admin';
import { connect, disconnect, testConnection } from '../connectwise/people/connect.ts';
import { countsLine } from '../connectwise/people/placement-words.ts';
import { problemWords } from '../connectwise/words.ts';
import { readCountry } from '../directory/account-fields.ts';
import { Told } from '../lib/told.ts';
import type { Connection } from '../store/connectwise-store.ts';
import type { Command, Context } from './context.ts';
import { UsageError, pickTenant, readWords } from './context.ts';
import { openConnectwise, pickConnection } from './open-connectwise.ts';
import { readPrivateKey } from './read-private-key.ts';

const connectFlags = ['site', 'company', 'public-key', 'client-id', 'mobile-types', 'country', 'key-file', 'tenant'] as const;

export const connectwiseConnect: Command = {
  usage: 'connectwise connect --site HOST --company ID --public-key KEY --client-id GUID [--mobile-types Mobile,Cell] [--country US] [--key-file FILE] [--tenant NAME]   (asks for the private key)',
  async run(words, context) {
    const { flags } = readWords(words, connectFlags, { least: 0, most: 0 });
    const { site, company: companyId, 'public-key': publicKey, 'client-id': clientId } = flags;
    if (!site || !companyId || !publicKey || !clientId) throw new UsageError();
    const tenant = await pickTenant(context, flags.tenant);
    const opened = await openConnectwise(context);
    const mobileTypes = await readMobileTypes(context, tenant.id, flags['mobile-types']);
    const country = readCountry(flags.country ?? (await context.store.findConnection(tenant.id))?.country);
    const privateKey = await readPrivateKey(flags['key-file'], context.print);
    const given = ConnectSchema.safeParse({ site, companyId, publicKey, privateKey, clientId, mobileTypes, country });
    if (!given.success) throw new Told(`${String(given.error.issues[0]?.path[0])} is too long, or no plain text.`);
    const connected = await connect(opened, tenant.id, given.data, null);
    if (!connected.ok) throw new Told(`${connected.problem === 'other' ? otherWords : problemWords[connected.problem]} Nothing was changed.`);
    context.print(`${tenant.name} is connected to ConnectWise as ${connected.companyName} (${connected.connection.site}).`);
    printTypes(context, connected.connection, connected.tested);
    context.print('Next: connectwise companies lists the companies, connectwise map makes customers of them, connectwise import adds their contacts.');
  },
};

const otherWords = 'Another site or company of ConnectWise is connected: run connectwise disconnect first. Mappings and matches are forgotten then, accounts stay.';

async function readMobileTypes({ store }: Context, tenantId: string, text: string | undefined): Promise<string[]> {
  if (text === undefined) return (await store.findConnection(tenantId))?.mobileTypes ?? ['mobile'];
  return text.split(',').map((type) => type.trim()).filter((type) => type !== '');
}

export const connectwiseTest: Command = {
  usage: 'connectwise test [--tenant NAME]',
  async run(words, context) {
    const { flags } = readWords(words, ['tenant'], { least: 0, most: 0 });
    const { connection } = await pickConnection(context, flags.tenant);
    const tested = await testConnection((await openConnectwise(context)).connectwise, connection);
    if (tested.problem) throw new Told(problemWords[tested.problem]);
    context.print('ConnectWise answers, and lets companies and contacts be read.');
    printTypes(context, connection, tested);
  },
};

function printTypes({ print }: Context, { mobileTypes }: Connection, { types, unknownTypes }: Tested): void {
  print(`Numbers that take text messages are those of type ${mobileTypes.join(', ') || '(none)'}. ConnectWise knows the types ${types.join(', ')}.`);
  if (unknownTypes.length > 0) print(`ConnectWise does not know ${unknownTypes.join(', ')}: connect again with --mobile-types.`);
}

export const connectwiseShow: Command = {
  usage: 'connectwise show [--tenant NAME]',
  async run(words, context) {
    const { flags } = readWords(words, ['tenant'], { least: 0, most: 0 });
    const { tenant, connection } = await pickConnection(context, flags.tenant);
    context.print(`${tenant.name} is connected to ${connection.site} as ${connection.companyId}. The keys are not shown.`);
    context.print(`Numbers that take text messages: type ${connection.mobileTypes.join(', ') || '(none)'}; without a country code they belong to ${connection.country}.`);
    for (const line of describeRound(connection)) context.print(line);
  },
};

function describeRound({ roundKind, roundAt, cursor, counts, syncedTo, nextSyncAt, syncProblem }: Connection): string[] {
  if (roundKind === null || roundAt === null) return ['Nothing was imported yet: run connectwise import.'];
  const name = roundKind === 'import' ? 'The import' : 'The sync';
  const state = cursor === null ? 'is done' : `is under way, at contact ${cursor}`;
  const problem = syncProblem && (problemWords as Record<string, string>)[syncProblem];
  return [
    `${name} that began ${at(roundAt)} ${state}: ${countsLine(counts)}.`,
    ...(problem ? [`It stopped: ${problem} The service tries again ${nextSyncAt === null ? 'later' : at(nextSyncAt)}.`] : []),
    ...(syncedTo === null ? [] : [`What ConnectWise changed until ${at(syncedTo)} was looked at.`]),
  ];
}

function at(time: number): string {
  return new Date(time).toISOString();
}

export const connectwiseDisconnect: Command = {
  usage: 'connectwise disconnect [--tenant NAME]   (forgets keys, mappings and matches; accounts stay)',
  async run(words, context) {
    const { flags } = readWords(words, ['tenant'], { least: 0, most: 0 });
    const { tenant } = await pickConnection(context, flags.tenant);
    await disconnect(context, tenant.id, null);
    context.print(`${tenant.name} is not connected to ConnectWise any more. Its accounts stay, and are found by the address on the ticket. Take the API member's keys away in ConnectWise too.`);
  },
};
