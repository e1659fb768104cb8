import type { ResolveContact } from '#contract/requests';
import type { PageContact, Ticket } from '#contract/verification';
import { hostOf } from '../connectwise/site.ts';
import type { Asked, Connectwise, PersonRecord, TicketRecord } from '../connectwise/types.ts';
import type { Connection } from '../store/connectwise-store.ts';
import type { Store } from '../store/store.ts';
import { contactOf } from './evidence.ts';
import type { Evidence, Located } from './evidence.ts';
import { inTime } from './in-time.ts';
import type { TechnicianAsking } from './in-time.ts';
import type { Refusal, Result } from './result.ts';

export type LocateDeps = { store: Pick<Store, 'findConnection'>; connectwise: Connectwise };
export type About = Pick<ResolveContact, 'contact' | 'ticketNumber' | 'caller'>;
type Failed = Extract<Asked<unknown>, { ok: false }>;
type Site = { connectwise: TechnicianAsking; connection: Connection };

const no = (refusal: Refusal): Result<never> => ({ ok: false, refusal });
const notConnected = no({ code: 'not_connected' });

/**
 * Whom a request is about: its ticket, then the contact record, read anew each time. Where ConnectWise does not answer, what the page
 * said is left; without a page, or where somebody else calls, that is not enough.
 */
export async function locate({ store, connectwise }: LocateDeps, tenantId: string, about: About): Promise<Result<Located>> {
  const connection = await store.findConnection(tenantId);
  const page = pageAlone(about);
  if (!connection) return page ? { ok: true, value: { contact: page, page, evidence: null } } : notConnected;
  const [ticket, site] = [ticketOf(about, connection), hostOf(connection)];
  if (ticket.host !== site) return page ? unread(page, { site, ticket: null, record: null }) : notConnected;
  return locateOnSite({ connectwise: inTime(connectwise), connection }, about, ticket);
}

/** The ticket of a request as ConnectWise has it, and where it is. */
export type ReadTicket = Site & { ticket: TicketRecord; at: Ticket };

/** For what needs the ticket alone: its company's contacts. */
export async function readTicket({ store, connectwise }: LocateDeps, tenantId: string, about: About): Promise<Result<ReadTicket>> {
  const connection = await store.findConnection(tenantId);
  if (!connection) return notConnected;
  const at = ticketOf(about, connection);
  if (at.host !== hostOf(connection)) return notConnected;
  const hurried = inTime(connectwise);
  const ticket = await hurried.readTicket(connection, at.number, 'caller');
  return ticket.ok ? { ok: true, value: { connectwise: hurried, connection, ticket: ticket.value, at } } : no(refusalOf(ticket, 'ticket_unknown'));
}

/** What the page says, where that is whom the request is about. */
function pageAlone({ contact, caller }: About): PageContact | undefined {
  return caller ? undefined : contact;
}

function ticketOf({ contact, ticketNumber = '' }: About, connection: Connection): Ticket {
  return contact?.ticket ?? { host: hostOf(connection), number: ticketNumber };
}

function unread(page: PageContact, evidence: Evidence): Result<Located> {
  return { ok: true, value: { contact: page, page, evidence } };
}

async function locateOnSite({ connectwise, connection }: Site, about: About, { host, number }: Ticket): Promise<Result<Located>> {
  const site = hostOf(connection);
  const page = pageAlone(about);
  const ticket = await connectwise.readTicket(connection, number, 'caller');
  if (!ticket.ok) return page && ticket.problem !== 'not_found' ? unread(page, { site, ticket: null, record: null }) : no(refusalOf(ticket, 'ticket_unknown'));
  const contactId = about.caller?.contactId ?? ticket.value.contactId;
  if (contactId === null) return no({ code: 'ticket_without_contact' });
  const record = await connectwise.readContact(connection, contactId, 'caller');
  if (record.ok) return found({ site, ticket: ticket.value, record: record.value }, about, { host, number });
  if (page && record.problem !== 'not_found') return unread(page, { site, ticket: ticket.value, record: null });
  return no(refusalOf(record, about.caller ? 'caller_not_found' : 'ticket_without_contact'));
}

type Read = Evidence & { ticket: TicketRecord; record: PersonRecord };

/** Another caller must be of the ticket's company: whoever works elsewhere has no business on this ticket. */
function found(evidence: Read, { contact: page, caller }: About, at: Ticket): Result<Located> {
  const { ticket, record } = evidence;
  if (caller && (ticket.company === null || record.company?.id !== ticket.company.id)) return no({ code: 'caller_not_found' });
  const contact = page && ticket.contactId === record.id ? page : contactOf(record, ticket, at);
  return { ok: true, value: { contact, page: page ?? null, evidence } };
}

/** What ConnectWise's refusal comes to where nothing else tells who is meant. */
export function refusalOf({ problem, retryAfterSeconds }: Failed, notFound: Refusal['code']): Refusal {
  if (problem === 'not_found') return { code: notFound };
  return { code: 'connectwise_unavailable', detail: problem, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}
