import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { VerificationRow } from '../../../service/src/store/types.ts';
import { deriveCode } from '../../../service/src/verification/code.ts';
import { endBy, saveEnd } from '../../../service/src/verification/events.ts';
import { startConnectwiseApi } from '../../support/connectwise-api/connectwise-api.ts';
import type { ApiRequest, ConnectwiseApi, Fault } from '../../support/connectwise-api/connectwise-api.ts';
import { connectTenant } from '../../support/connectwise-client.ts';
import { createKillableService } from '../../support/kills/killable-service.ts';
import type { KillableService } from '../../support/kills/killable-service.ts';
import { recordsFor, site } from '../connectwise/notes-house.ts';
import { jo, keyFor, makeWorld, messageFor, rowFor } from '../store/fixture.ts';
import type { World } from '../store/fixture.ts';

const seed = Number(process.env['COUNTERSIGN_SEED'] ?? randomInt(2 ** 31));
const [codeKey, connectwiseKey] = [new Uint8Array(32).fill(9), new Uint8Array(32).fill(8)];
const base64 = (key: Uint8Array) => Buffer.from(key).toString('base64');
/** Each tenant has a budget of its own. */
const [tenants, notesEach] = [10, 50];
const tickets = Array.from({ length: tenants * notesEach }, (_, at) => 10_001 + at);
const killedAtPosts = [60, 400];

let api: ConnectwiseApi;
let service: KillableService;
const rows: VerificationRow[] = [];
const seen = { posts: 0, faults: new Map<Fault, number>() };

beforeAll(async () => {
  api = await startConnectwiseApi({ records: recordsFor(...tickets.map((id) => [id, id % 7 === 0 ? 'ProjectTicket' : 'ServiceTicket'] as const)), perMinute: Infinity, hidesProjectTickets: true });
  api.setFault(faultOf);
  service = await createKillableService({ COUNTERSIGN_CODE_KEY: base64(codeKey), COUNTERSIGN_CONNECTWISE_KEY: base64(connectwiseKey) });
  for (let at = 0; at < tenants; at += 1) {
    const world = await makeWorld(service.store, `MSP ${at}`);
    await connectTenant(service.store, api, { tenantId: world.tenant.id, site, key: connectwiseKey, at: Date.now() });
    rows.push(...(await Promise.all(tickets.slice(at * notesEach, (at + 1) * notesEach).map((ticket) => end(world, ticket)))));
  }
}, 60_000);
afterAll(async () => {
  await service?.close();
  await api?.close();
}, 30_000);

/** A verification that was decided, by which its note waits. */
async function end(world: World, ticket: number): Promise<VerificationRow> {
  const now = Date.now();
  const key = { ...keyFor(world, String(ticket)), ticketHost: site };
  const row: VerificationRow = { ...rowFor(world, key), notePolicy: 'all', createdAt: now, firstHandedOverAt: now, lastSendAt: now, expiresAt: now + 300_000 };
  await service.store.start(key, () => ({ result: 0, verification: row, newMessage: { ...messageFor(row, now), state: 'handed_over', doneAt: now }, audit: [] }));
  const written = await service.store.change(row.tenantId, row.id, ({ verification }) => saveEnd(endBy(ticket % 2 === 0 ? 'approve' : 'deny', verification, now)!));
  return written!.verification!;
}

/** From 0 to 1, the same for the same ticket and try, in whatever order they come. */
function chance(ticket: number, attempt: number, what: number): number {
  let mixed = seed ^ (ticket * 2_654_435_761) ^ (attempt * 40_503) ^ (what * 97_003);
  for (const factor of [0x85eb_ca6b, 0xc2b2_ae35]) mixed = Math.imul(mixed ^ (mixed >>> 15), factor);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

const pick = <T>(from: readonly T[], at: number): T => from[Math.floor(at * from.length)]!;
const everyFault: Fault[] = ['timeout', 'timeout after', 'reset', 'reset after', '429', '500', '500 after'];
const asked = new Map<string, number>();

/** The first write on each ticket fails, and many a second one, each in its own way; so does one in thirty looks. At some of the writes the service is killed. */
function faultOf({ method, path }: ApiRequest): Fault | undefined {
  const ticket = Number(/\/tickets\/(\d+)/.exec(path)?.[1]);
  const attempt = asked.get(`${method} ${path}`) ?? 0;
  asked.set(`${method} ${path}`, attempt + 1);
  if (method !== 'POST') return chance(ticket, attempt, path.length) < 0.03 ? pick(['timeout', 'reset', '429', '500'], chance(ticket, attempt, 1)) : undefined;
  if (killedAtPosts.includes((seen.posts += 1))) service.kill();
  if (attempt > 1 || (attempt === 1 && chance(ticket, attempt, 2) < 0.7)) return undefined;
  const fault = pick(everyFault, chance(ticket, attempt, 3));
  seen.faults.set(fault, (seen.faults.get(fault) ?? 0) + 1);
  return fault;
}

test(`500 notes, of each of which the first write fails, while the service is killed twice: each stands on its ticket once (COUNTERSIGN_SEED=${seed})`, async () => {
  await service.start();
  const waiting = async () => (await service.store.countBacklog()).ticketNotes;
  expect(await waiting()).toBe(500);
  const giveUpAt = Date.now() + 150_000;
  // the fewer wait, the longer they do; no step is so long that a write which has begun would outlast its note's lease
  for (let left = 500; left > 0 && Date.now() < giveUpAt; left = await waiting()) {
    await service.advance(left > 100 ? 20 : 55);
    await wait(200);
  }

  expect(service.kills()).toBe(killedAtPosts.length);
  expect([...seen.faults.keys()].toSorted()).toEqual(everyFault.toSorted());
  const onTickets = new Map(tickets.map((id) => [id, api.notesOf(id)]));
  expect([...onTickets].filter(([, notes]) => notes.length !== 1).map(([id, notes]) => [id, notes.length])).toEqual([]);
  expect(api.records.notes).toHaveLength(500);
  for (const row of rows) {
    const [note] = onTickets.get(Number(row.ticketNumber))!;
    expect(note).toMatchObject({ internalAnalysisFlag: true, detailDescriptionFlag: false, resolutionFlag: false });
    expect(note!.text).toContain(row.receipt);
    expect(note!.text.startsWith(row.status === 'approved' ? 'User identity verified' : 'User identity NOT verified')).toBe(true);
    for (const secret of [deriveCode(codeKey, row.id, 1), jo.email, jo.mobile.slice(2)]) expect(note!.text).not.toContain(secret);
    expect(await service.store.findTicketNote(row.tenantId, row.id)).toMatchObject({ state: 'written', reason: null });
  }
}, 180_000);
