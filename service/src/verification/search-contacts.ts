import type { FoundContact, FoundContacts } from '#contract/connectwise';
import type { SearchContacts } from '#contract/requests';
import type { PersonRecord } from '../connectwise/types.ts';
import type { SignedIn } from '../store/types.ts';
import { contactOf, maskedAddress } from './evidence.ts';
import { judgeContact } from './judge-contact.ts';
import { readTicket, refusalOf } from './locate.ts';
import type { ReadTicket } from './locate.ts';
import type { Result } from './result.ts';
import { startKeyFor } from './start-key.ts';
import type { VerificationsDeps } from './types.ts';

const mostFound = 20;

/** Contacts of the ticket's company, where somebody else calls than its contact. */
export async function searchContacts(deps: VerificationsDeps, who: SignedIn, { text, ...about }: SearchContacts): Promise<Result<FoundContacts>> {
  const read = await readTicket(deps, who.tenant.id, about);
  if (!read.ok) return read;
  const { connectwise, connection, ticket: { company } } = read.value;
  if (!company) return { ok: true, value: { company: '', contacts: [], isComplete: true } };
  const found = await connectwise.searchContacts(connection, { companyId: company.id, text, limit: mostFound });
  if (!found.ok) return { ok: false, refusal: refusalOf(found, 'ticket_unknown') };
  const contacts = await Promise.all(found.value.slice(0, mostFound).map((record) => viewFound(deps, who, read.value, record)));
  return { ok: true, value: { company: company.name, contacts, isComplete: found.value.length <= mostFound } };
}

async function viewFound({ store, now }: VerificationsDeps, who: SignedIn, { ticket, at }: ReadTicket, record: PersonRecord): Promise<FoundContact> {
  const located = { contact: contactOf(record, ticket, at), page: null, evidence: { site: at.host, ticket, record } };
  const facts = await store.readStart(startKeyFor(who, located, now()));
  return { contactId: record.id, name: record.name, email: maskedAddress(record), hasAccount: judgeContact(located, facts, undefined).ok };
}
