import type { Connection } from '../../store/connectwise-store.ts';
import type { Store } from '../../store/store.ts';
import type { Account, Customer } from '../../store/types.ts';
import type { Asked, Connectwise, PersonRecord } from '../types.ts';
import { noteReasonOf } from './note-reason.ts';
import type { ReadProblem } from './note-reason.ts';
import { matchedEvent } from './plan-contact.ts';
import type { Placed } from './plan-contact.ts';
import { placeOne } from './round.ts';

export type MatchDeps = {
  store: Pick<Store, 'listCustomers' | 'matchAccount' | 'placeContact'>;
  connectwise: Pick<Connectwise, 'readContact' | 'searchContacts'>;
  now: () => number;
  newId: () => string;
};
/** `placed`: what the record says otherwise is a proposal now. */
export type Matched = { ok: true; person: PersonRecord; placed: Placed } | { ok: false; problem: ReadProblem | 'unknown' | 'other_company' | 'taken' | 'gone' };

/** Matches an account to a contact of its customer's company by hand, whatever address the contact has: what differs is proposed, not applied. */
export async function matchContact(deps: MatchDeps, connection: Connection, account: Account, contactId: number, by: string | null): Promise<Matched> {
  const { store, connectwise, now } = deps;
  const asked = await connectwise.readContact(connection, contactId, 'caller');
  if (!asked.ok) return { ok: false, problem: asked.problem === 'not_found' ? 'unknown' : noteReasonOf(asked.problem) };
  const person = asked.value;
  const customer = (await store.listCustomers(account.tenantId)).find(({ id }) => id === account.customerId);
  if (!customer || customer.companyId === null || person.company?.id !== customer.companyId) return { ok: false, problem: 'other_company' };
  const holder = await readHolder(deps, connection, person, customer);
  if (holder && holder.id !== account.id) return { ok: false, problem: 'taken' };
  const event = { ...matchedEvent(account, contactId, now()), technicianId: by };
  if (!holder && !(await store.matchAccount(account.tenantId, account.id, contactId, event))) return { ok: false, problem: 'gone' };
  return { ok: true, person, placed: await placeOne(deps, connection, person, { mode: 'sync', customer }) };
}

/** The account that has the contact already. */
function readHolder({ store }: MatchDeps, { tenantId }: Connection, { id: contactId, name }: PersonRecord, customer: Customer): Promise<Account | undefined> {
  return store.placeContact(tenantId, customer.id, { contactId, name, email: null, mobile: null }, ({ matched }) => ({ result: matched, audit: [] }));
}

/** Takes an account's match away; the account stays. False: it has none, or is not there any more. */
export async function unmatchContact({ store, now }: Pick<MatchDeps, 'store' | 'now'>, { tenantId, id, customerName, name, contactId }: Account, by: string | null): Promise<boolean> {
  if (contactId === null) return false;
  const details = { accountId: id, customer: customerName, name, contactId };
  return store.matchAccount(tenantId, id, null, { type: 'account_unmatched', at: now(), technicianId: by, verificationId: null, details });
}

export const contactsFound = 50;

/** Active contacts of a customer's company whose name or address contains `text`; one more than `contactsFound` says that there are more. */
export function searchContacts({ connectwise }: Pick<MatchDeps, 'connectwise'>, connection: Connection, companyId: number, text: string): Promise<Asked<PersonRecord[]>> {
  return connectwise.searchContacts(connection, { companyId, text, limit: contactsFound });
}
