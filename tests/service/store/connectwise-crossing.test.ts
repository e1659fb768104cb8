import { beforeEach, describe, expect, test } from 'vitest';
import type { ConnectwiseStore, ExceptionRow, Proposal, TicketNote } from '../../../service/src/store/connectwise-store.ts';
import { connectionFor, exceptionFor, noteFor, proposalFor } from './connectwise-fixture.ts';
import { addPending, ended, event, jo, keyFor, start } from './fixture.ts';
import { useHouse } from './house.ts';

/** Every call about ConnectWise that names a tenant, by one tenant with everything that belongs to another. */

const house = useHouse();
let proposal: Proposal;
let exception: ExceptionRow;
let note: TicketNote;

beforeEach(async () => {
  const { store, world } = house;
  const { tenant, accountId, customerId } = world;
  await store.writeConnection(tenant.id, connectionFor(world), event('connected'));
  await store.mapCompany(tenant.id, customerId, 7, event('company_mapped'));
  await store.matchAccount(tenant.id, accountId, 70, event('account_matched'));
  proposal = proposalFor(world, 71);
  await store.placeContact(tenant.id, customerId, { contactId: 71, name: 'Jo', email: null, mobile: null }, () => ({ result: 0, proposal, audit: [] }));
  exception = exceptionFor(world, '1');
  await store.addException(exception, event('exception_asked'));
  const row = await addPending(store, world, '1');
  note = noteFor(row);
  await store.change(tenant.id, row.id, () => ({ result: 0, verification: ended(row, 'approved'), ticketNotes: [note], audit: [event('approved')] }));
});

/** All rows of the tenant, as text. */
async function rowsOf(tenantId: string): Promise<string[]> {
  const rows: string[] = [];
  for await (const { table, row } of house.store.backup()) if ((row['tenant_id'] ?? row['id']) === tenantId) rows.push(JSON.stringify({ table, row }));
  return rows;
}

const none = { result: 'touched', audit: [event('touched')] };
const refused = Symbol('refused');
const us = () => house.stranger.tenant.id;
const contact = { contactId: 70, name: jo.name, email: jo.email, mobile: null };

/** What each call answers, of which nothing is the other tenant's. */
const crossings: Record<Exclude<keyof ConnectwiseStore, 'claimSync' | 'claimTicketNote'>, [ask: () => Promise<unknown>, answer: unknown]> = {
  findConnection: [() => house.store.findConnection(us()), undefined],
  writeConnection: [() => house.store.writeConnection(us(), connectionFor(house.world, { sealedKey: 'theirs' }), event('connected')), refused],
  updateConnection: [() => house.store.updateConnection(connectionFor(house.stranger, { cursor: 9 })), false],
  mapCompany: [() => house.store.mapCompany(us(), house.world.customerId, 8, event('touched')), refused],
  ensureCustomer: [async () => (await house.store.ensureCustomer(us(), 'Acme')) === house.world.customerId, false],
  placeContact: [() => house.store.placeContact(us(), house.stranger.customerId, contact, (facts) => ({ result: [facts.matched, facts.byEmail?.id === house.world.accountId, facts.byName.length, facts.open], audit: [] })), [undefined, false, 1, undefined]],
  listMatched: [() => house.store.listMatched(us(), { after: 0, upTo: 2_147_483_647 }, 9), []],
  matchAccount: [() => house.store.matchAccount(us(), house.world.accountId, 72, event('touched')), false],
  listProposals: [() => house.store.listProposals(us(), '', 9), []],
  decideProposal: [() => house.store.decideProposal(us(), proposal.id, () => none), undefined],
  addException: [() => house.store.addException({ ...exceptionFor(house.stranger, '1'), accountId: house.world.accountId }, event('touched')), refused],
  findException: [() => house.store.findException(us(), exception.id), undefined],
  changeException: [() => house.store.changeException(us(), exception.id, () => none), undefined],
  findTicketNote: [() => house.store.findTicketNote(us(), note.id), undefined],
  updateTicketNote: [() => house.store.updateTicketNote({ ...note, tenantId: us(), state: 'written', doneAt: start }, note), false],
};

describe('another tenant\'s rows are neither seen nor touched by', () => {
  test.each(Object.entries(crossings))('%s', async (_, [ask, answer]) => {
    const before = await rowsOf(house.world.tenant.id);
    expect(await ask().catch(() => refused)).toEqual(answer);
    expect(await rowsOf(house.world.tenant.id)).toEqual(before);
    expect((await rowsOf(us())).join()).not.toMatch(/touched|theirs/);
  });
});

test('the same ticket and contact of another tenant show neither its exceptions nor its accounts', async () => {
  const { store, stranger } = house;
  expect(await store.readStart({ ...keyFor(stranger, '1'), email: 'nobody@acme.example', contactId: 70 })).toMatchObject({ accounts: [], exceptions: [] });
  await store.addException(exceptionFor(stranger, '1'), event('exception_asked'));
  expect(await store.findException(house.world.tenant.id, exception.id)).toEqual(exception);
});

test('removing one\'s own connection leaves another tenant\'s mappings, matches and proposals', async () => {
  const before = await rowsOf(house.world.tenant.id);
  await house.store.writeConnection(us(), connectionFor(house.stranger), event('connected'));
  await house.store.writeConnection(us(), null, event('disconnected'));
  expect(await rowsOf(house.world.tenant.id)).toEqual(before);
});
