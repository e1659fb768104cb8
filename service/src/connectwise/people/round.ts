import { setImmediate as letOthers, setTimeout as sleep } from 'node:timers/promises';
import type { CountryCode } from 'libphonenumber-js/max';
import type { Placement } from '#contract/connectwise-admin';
import type { Connection } from '../../store/connectwise-store.ts';
import type { Store } from '../../store/store.ts';
import type { Connectwise, PersonRecord } from '../types.ts';
import { findGone } from './find-gone.ts';
import { notMapped, planContact } from './plan-contact.ts';
import type { PlaceDeps, PlaceMode, Placed } from './plan-contact.ts';
import { noteReasonOf } from './note-reason.ts';
import type { ReadProblem } from './note-reason.ts';
import { readContact } from './read-contact.ts';

export type RoundDeps = {
  store: Pick<Store, 'findConnection' | 'updateConnection' | 'placeContact' | 'listCustomers' | 'listMatched'>;
  connectwise: Pick<Connectwise, 'listContacts'>;
  now: () => number;
  newId: () => string;
};
/** A contact and what became of it. */
export type PlacedContact = Placed & { contactId: number; name: string; company: string };
export type Counts = Partial<Record<Placement, number>>;
/** `over`: all contacts were dealt with. `stopped`: ConnectWise said no, it goes on later. `replaced`: somebody began another round, or took the connection away. `aborted`: the service stops. */
export type RoundEnd = { end: 'over' | 'replaced' | 'aborted' } | { end: 'stopped'; problem: ReadProblem };

/** ConnectWise gives no more at once. */
export const pageSize = 1000;
export const syncEveryMs = 15 * 60_000;
/** Longer than a page takes, waiting included: another process goes on with the round when this one died over it. */
export const leaseMs = 5 * 60_000;
const longestWaitSeconds = 120;
/** A request that only reads is repeated before a round stops: one lost connection should not cost a quarter of an hour. */
const waitsMs = [1_000, 4_000];
/** The clocks of ConnectWise and of the service are not the same: what was changed while a round began is looked at again. */
const overlapMs = 5 * 60_000;

/** Begins a round, in place of one that is under way. False: the connection is not there any more. */
export function beginRound(store: Pick<Store, 'updateConnection'>, connection: Connection, kind: 'import' | 'sync', at: { now: number; nextSyncAt: number }): Promise<boolean> {
  const begun = { ...connection, roundKind: kind, roundAt: at.now, counts: {}, cursor: 0, nextSyncAt: at.nextSyncAt, syncProblem: null };
  return store.updateConnection(begun, connection.roundAt);
}

type Going = { signal?: AbortSignal; onPage?: (placed: PlacedContact[], counts: Counts) => void };

/** Goes on with the round that is under way, page by page: what was dealt with is written down after each, so that a killed round goes on where it was. Memory stays flat. */
export async function runRound(deps: RoundDeps, { tenantId, roundAt }: Connection, { signal, onPage }: Going = {}): Promise<RoundEnd> {
  const { store, now } = deps;
  for (;;) {
    const connection = await store.findConnection(tenantId);
    if (!connection || connection.cursor === null || connection.roundAt !== roundAt) return { end: 'replaced' };
    const page = await askPage(deps, connection, signal);
    if ('end' in page) return page.end === 'stopped' ? stop(deps, connection, page) : page;
    const placed = await placeAll(deps, connection, page.people, signal);
    if (signal?.aborted) return { end: 'aborted' };
    const counts = addCounts(connection.counts, placed);
    // Less than was asked for need not be the end: whoever answers may give less.
    const isLast = page.people.length === 0;
    const progress = { cursor: page.people.at(-1)?.id ?? null, counts, syncProblem: null };
    const times = isLast ? { syncedTo: Math.max(0, (roundAt ?? now()) - overlapMs), nextSyncAt: now() + syncEveryMs } : { nextSyncAt: now() + leaseMs };
    const written = await writeProgress(deps, connection, { ...progress, ...times });
    onPage?.(placed, counts);
    if (!written) return { end: 'replaced' };
    if (isLast) return { end: 'over' };
  }
}

/** Only an import sees whom ConnectWise does not name. */
async function placeAll(deps: RoundDeps, connection: Connection, people: readonly PersonRecord[], signal: AbortSignal | undefined): Promise<PlacedContact[]> {
  const placed = await placePage(deps, connection, people, connection.roundKind ?? 'sync', signal);
  if (connection.roundKind !== 'import') return placed;
  return [...placed, ...(await findGone(deps.store, connection.tenantId, connection.cursor ?? 0, people))];
}

/** The client may have written another codebase meanwhile. */
async function writeProgress({ store }: RoundDeps, { tenantId, roundAt }: Connection, progress: Partial<Connection>): Promise<boolean> {
  const current = await store.findConnection(tenantId);
  return current !== undefined && store.updateConnection({ ...current, ...progress, roundAt }, roundAt);
}

async function stop(deps: RoundDeps, connection: Connection, page: { end: 'stopped'; problem: ReadProblem; afterMs: number }): Promise<RoundEnd> {
  const { end, problem, afterMs } = page;
  await writeProgress(deps, connection, { syncProblem: problem, nextSyncAt: deps.now() + afterMs });
  return { end, problem };
}

type Page = { people: PersonRecord[] } | { end: 'aborted' } | { end: 'stopped'; problem: ReadProblem; afterMs: number };

function askPage(deps: RoundDeps, connection: Connection, signal: AbortSignal | undefined): Promise<Page> {
  return askContacts(deps, connection, { afterId: connection.cursor ?? 0, changedAfter: connection.roundKind === 'sync' ? connection.syncedTo : null }, signal);
}

/** The next contacts. Where ConnectWise asks to wait, that is done, unless it asks for too long; no answer is asked for again. */
async function askContacts({ connectwise }: Pick<RoundDeps, 'connectwise'>, connection: Connection, after: { afterId: number; changedAfter: number | null }, signal?: AbortSignal): Promise<Page> {
  for (let lost = 0; ;) {
    if (signal?.aborted) return { end: 'aborted' };
    const asked = await connectwise.listContacts(connection, { ...after, size: pageSize });
    if (asked.ok) return { people: asked.value };
    const seconds = asked.retryAfterSeconds ?? 5;
    const waitMs = asked.problem === 'busy' && seconds <= longestWaitSeconds ? seconds * 1000 : asked.problem === 'unreachable' ? waitsMs[lost++] : undefined;
    if (waitMs === undefined) return { end: 'stopped', problem: noteReasonOf(asked.problem), afterMs: Math.max(seconds * 1000, syncEveryMs) };
    await sleep(waitMs, undefined, signal && { signal }).catch(() => undefined);
  }
}

/** What an import would do, page by page. Nothing is written, so of two contacts that would become one account both are new. */
export async function* previewImport(deps: RoundDeps, connection: Connection): AsyncGenerator<PlacedContact[] | { problem: ReadProblem }> {
  for (let afterId = 0; ;) {
    const page = await askContacts(deps, connection, { afterId, changedAfter: null });
    if ('end' in page) {
      if (page.end === 'stopped') yield { problem: page.problem };
      return;
    }
    yield [...(await placePage(deps, connection, page.people, 'dry')), ...(await findGone(deps.store, connection.tenantId, afterId, page.people))];
    const last = page.people.at(-1);
    if (!last) return;
    afterId = last.id;
  }
}

/** Decides about the contacts of a page, each in a transaction of its own. */
export async function placePage(deps: Omit<RoundDeps, 'connectwise'>, connection: Connection, people: readonly PersonRecord[], mode: PlaceMode, signal?: AbortSignal): Promise<PlacedContact[]> {
  const customers = new Map((await deps.store.listCustomers(connection.tenantId)).map((customer) => [customer.companyId, customer]));
  const placed: PlacedContact[] = [];
  for (const person of people) {
    // With the embedded database nothing else of the process would run before the page is through.
    await letOthers();
    if (signal?.aborted) break;
    const customer = customers.get(person.company?.id ?? null);
    const result = person.company && customer ? await placeOne(deps, connection, person, { mode, customer }) : nobody;
    placed.push({ ...result, contactId: person.id, name: person.name, company: person.company?.name ?? '' });
  }
  return placed;
}

const nobody: Placed = { placements: ['not_mapped'], account: undefined, reason: notMapped };

/** Decides about one contact of a mapped company. */
export function placeOne({ store, now, newId }: Omit<RoundDeps, 'connectwise' | 'store'> & { store: Pick<Store, 'placeContact'> }, { tenantId, mobileTypes, country }: Connection, person: PersonRecord, how: Pick<PlaceDeps, 'mode' | 'customer'>): Promise<Placed> {
  const reading = readContact(person, { mobileTypes, country: country as CountryCode });
  return store.placeContact(tenantId, how.customer.id, reading.contact, (facts) => planContact(facts, reading, { ...how, tenantId, now: now(), newId }));
}

/** Counts with those of `placed`. */
export function addCounts(counts: Counts, placed: readonly Placed[]): Counts {
  const sum = { ...counts };
  for (const placement of placed.flatMap(({ placements }) => placements)) sum[placement] = (sum[placement] ?? 0) + 1;
  return sum;
}
