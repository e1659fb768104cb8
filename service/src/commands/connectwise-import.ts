import { countsLine, isWorthALine, placementLine } from '../connectwise/people/placement-words.ts';
import { addCounts, beginRound, leaseMs, previewImport, runRound } from '../connectwise/people/round.ts';
import type { Counts, PlacedContact, RoundEnd } from '../connectwise/people/round.ts';
import { problemWords } from '../connectwise/words.ts';
import { Told } from '../lib/told.ts';
import type { Connection } from '../store/connectwise-store.ts';
import type { Command, Context } from './context.ts';
import { readWords } from './context.ts';
import { openConnectwise, pickConnection } from './open-connectwise.ts';

export const connectwiseImport: Command = {
  usage: 'connectwise import [--apply] [--tenant NAME]   (shows what would be done; --apply does it)',
  async run(words, context) {
    const { flags, switches } = readWords(words, ['tenant'], { least: 0, most: 0, switches: ['apply'] });
    const { tenant, connection } = await pickConnection(context, flags.tenant);
    const isAnyMapped = (await context.store.listCustomers(tenant.id)).some(({ companyId }) => companyId !== null);
    if (!isAnyMapped) throw new Told('No company is mapped to a customer yet: run connectwise companies, then connectwise map COMPANY --new.');
    await (switches.has('apply') ? apply(context, connection) : preview(context, connection));
  },
};

async function preview(context: Context, connection: Connection): Promise<void> {
  let counts: Counts = {};
  for await (const page of previewImport(await openConnectwise(context), connection)) {
    if ('problem' in page) throw new Told(problemWords[page.problem]);
    counts = addCounts(counts, page);
    printPage(context, page, counts, true);
  }
  context.print(`It would be: ${countsLine(counts)}.`);
  context.print('Nothing was changed: connectwise import --apply does it. What changes an account waits for connectwise accept even then.');
}

/** Begins an import, or goes on with one that was interrupted. */
async function apply(context: Context, connection: Connection): Promise<void> {
  const { store, now, print } = context;
  const isUnderWay = connection.roundKind === 'import' && connection.cursor !== null;
  if (isUnderWay) print(`An import is under way: it goes on after contact ${connection.cursor}.`);
  if (!isUnderWay && !(await beginRound(store, connection, 'import', { now: now(), nextSyncAt: now() + leaseMs }))) throw new Told('Another import began at the same moment: connectwise show tells how far it is.');
  const begun = (await store.findConnection(connection.tenantId)) ?? connection;
  const ended = await runRound(await openConnectwise(context), begun, { onPage: (page, counts) => printPage(context, page, counts, false) });
  await finish(context, connection.tenantId, ended);
}

async function finish({ store, print }: Context, tenantId: string, ended: RoundEnd): Promise<void> {
  if (ended.end === 'stopped') throw new Told(`${problemWords[ended.problem]} Run connectwise import --apply again then: it goes on where it stopped. The running service does so by itself.`);
  if (ended.end !== 'over') throw new Told('Somebody else began an import or changed the connection meanwhile: connectwise show tells how it stands.');
  print(`Done: ${countsLine((await store.findConnection(tenantId))?.counts ?? {})}.`);
  const [open] = await store.listProposals(tenantId, '', 1);
  if (open) print('Proposals wait for a decision: connectwise proposals shows them.');
}

function printPage({ print }: Context, page: readonly PlacedContact[], counts: Counts, isDry: boolean): void {
  for (const placed of page.filter(isWorthALine)) print(placementLine(placed, isDry));
  const last = page.at(-1);
  if (last) print(`Up to contact ${last.contactId}: ${countsLine(counts)}.`);
}
