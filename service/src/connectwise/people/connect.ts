import type { Connect, ConnectionState, Tested } from '#contract/connectwise-admin';
import type { Connection } from '../../store/connectwise-store.ts';
import type { Store } from '../../store/store.ts';
import type { AuditEvent } from '../../store/types.ts';
import type { KeySeal } from '../key-seal.ts';
import type { Connectwise } from '../types.ts';
import { noteReasonOf } from './note-reason.ts';
import type { ReadProblem } from './note-reason.ts';

export type ConnectDeps = { store: Pick<Store, 'findConnection' | 'writeConnection'>; connectwise: Connectwise; seal: KeySeal; now: () => number };
/** `other`: another ConnectWise is connected, whose companies and contacts are known here. */
export type Connected = { ok: true; connection: Connection; companyName: string; tested: Tested } | { ok: false; problem: ReadProblem | 'other' };

/**
 * Connects a tenant, or replaces its keys. Nothing is kept unless ConnectWise takes the keys. Mappings, matches and the sync go on. Another site or
 * company is refused: the numbers of its companies and contacts mean others.
 */
export async function connect(deps: ConnectDeps, tenantId: string, given: Connect, by: string | null): Promise<Connected> {
  const { store, connectwise, now } = deps;
  const before = await store.findConnection(tenantId);
  const [site, companyId] = [given.site.toLowerCase(), before && isSame(before.companyId, given.companyId) ? before.companyId : given.companyId];
  if (before && (before.site !== site || before.companyId !== companyId)) return { ok: false, problem: 'other' };
  const discovered = await connectwise.discover(site, companyId);
  if (!discovered.ok) return { ok: false, problem: noteReasonOf(discovered.problem) };
  const { apiOrigin, codebase, companyName } = discovered.value;
  const connection: Connection = {
    ...(before ?? fresh), tenantId, site, apiOrigin, codebase, companyId, publicKey: given.publicKey, clientId: given.clientId,
    sealedKey: deps.seal.seal({ tenantId, apiOrigin }, given.privateKey), mobileTypes: given.mobileTypes.map((type) => type.toLowerCase()), country: given.country, createdAt: now(),
  };
  const tested = await testConnection(connectwise, connection);
  if (tested.problem) return { ok: false, problem: tested.problem };
  await store.writeConnection(tenantId, connection, connectionEvent('connectwise_connected', connection, now(), by));
  return { ok: true, connection, companyName, tested };
}

/** ConnectWise does not tell small letters from capital ones there. */
function isSame(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

const fresh = { cursor: null, roundKind: null, roundAt: null, counts: {}, syncedTo: null, nextSyncAt: null, syncProblem: null };

/** Whether ConnectWise answers with these keys, and lets companies and contacts be read. */
export async function testConnection(connectwise: Connectwise, connection: Connection): Promise<Tested & { problem: ReadProblem | null }> {
  const types = await connectwise.listCommunicationTypes(connection);
  const companies = types.ok ? await connectwise.listCompanies(connection, { afterId: 0, size: 1 }) : types;
  const contacts = companies.ok ? await connectwise.listContacts(connection, { afterId: 0, changedAfter: null, size: 1 }) : companies;
  if (!types.ok || !contacts.ok) return { problem: contacts.ok ? null : noteReasonOf(contacts.problem), types: [], unknownTypes: [] };
  const known = new Set(types.value.map((type) => type.trim().toLowerCase()));
  return { problem: null, types: types.value, unknownTypes: connection.mobileTypes.filter((type) => !known.has(type)) };
}

/** Forgets the connection with its keys, and with it the mappings, matches and proposals. Accounts stay. False: there is none. */
export async function disconnect({ store, now }: Pick<ConnectDeps, 'store' | 'now'>, tenantId: string, by: string | null): Promise<boolean> {
  const connection = await store.findConnection(tenantId);
  if (!connection) return false;
  await store.writeConnection(tenantId, null, connectionEvent('connectwise_disconnected', connection, now(), by));
  return true;
}

function connectionEvent(type: string, { site, companyId }: Connection, now: number, by: string | null): AuditEvent {
  return { type, at: now, technicianId: by, verificationId: null, details: { site, companyId } };
}

/** A connection as it may be shown: never with its keys. */
export function describeConnection(connection: Connection | undefined): ConnectionState {
  if (!connection) return { connection: null };
  const { site, companyId, mobileTypes, country, createdAt, roundKind, roundAt, cursor, counts, syncedTo, nextSyncAt, syncProblem: problem } = connection;
  const round = roundKind === null || roundAt === null ? null : { kind: roundKind, startedAt: roundAt, cursor, counts };
  return { connection: { site, companyId, mobileTypes, country, createdAt, round, syncedTo, nextSyncAt, problem } };
}
