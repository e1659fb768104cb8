import type { Connection } from '../../store/connectwise-store.ts';
import type { Store } from '../../store/store.ts';
import type { Customer } from '../../store/types.ts';
import type { Connectwise } from '../types.ts';
import { noteReasonOf } from './note-reason.ts';
import type { ReadProblem } from './note-reason.ts';
import type { Placed } from './plan-contact.ts';
import { placeOne } from './round.ts';

export type AddDeps = { store: Pick<Store, 'placeContact'>; connectwise: Pick<Connectwise, 'readContact'>; now: () => number; newId: () => string };
/** `placed`: what became of the contact, by the rules of an import. */
export type AddedContact = { ok: true; name: string; placed: Placed } | { ok: false; problem: ReadProblem | 'unknown' | 'other_company' };

/** Makes an account of one contact of a customer's company, as an import would. */
export async function addContact(deps: AddDeps, connection: Connection, customer: Customer, contactId: number): Promise<AddedContact> {
  const asked = await deps.connectwise.readContact(connection, contactId, 'caller');
  if (!asked.ok) return { ok: false, problem: asked.problem === 'not_found' ? 'unknown' : noteReasonOf(asked.problem) };
  const person = asked.value;
  if (customer.companyId === null || person.company?.id !== customer.companyId) return { ok: false, problem: 'other_company' };
  return { ok: true, name: person.name, placed: await placeOne(deps, connection, person, { mode: 'import', customer }) };
}
