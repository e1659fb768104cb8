import { readPage } from './list.ts';
import type { Fields, ListQuery } from './list.ts';
import { readNote } from './notes.ts';
import { notFound, refuse } from './refusal.ts';
import type { HeldRecords } from './hold-records.ts';
import type { ApiContact, ApiTicket } from './records.ts';

/** What the security role of the API member may be short of. */
export type Permission = 'companies' | 'contacts' | 'tickets' | 'notes' | 'new notes';
export type ResourceDeps = { records: HeldRecords; forbidden: ReadonlySet<Permission>; hidesProjectTickets: boolean; now: () => number };
export type ResourceRequest = ListQuery & { method: string; path: string; body: string };
export type ResourceAnswer = { status: number; body: unknown; link?: string | undefined };

const contactFields: Fields = {
  own: ['id', 'firstName', 'lastName', 'inactiveFlag', 'company/id', 'company/name', 'company/identifier', 'lastUpdated'],
  child: ['communicationItems/value', 'communicationItems/communicationType', 'communicationItems/type/name', 'communicationItems/id'],
};
const companyFields: Fields = { own: ['id', 'name', 'identifier', 'deletedFlag'] };
const typeFields: Fields = { own: ['id', 'description'] };
const noteFields: Fields = { own: ['id', 'text', 'dateCreated'] };

/** Answers what lies below `apis/3.0`, or throws a Refusal. */
export function answerResource(request: ResourceRequest, deps: ResourceDeps): ResourceAnswer {
  const { records, forbidden } = deps;
  const [, module, resource, id, part] = request.path.split('/');
  const allow = (...needed: Permission[]) => {
    if (needed.some((permission) => forbidden.has(permission))) throw refuse(403, 'Forbidden', 'You do not have security permission to perform this action.');
  };
  const list = <T extends { id: number }>(all: Iterable<T>, fields: Fields, write: (record: T) => object = (record) => record): ResourceAnswer => {
    const { records: found, link } = readPage(all, request, fields);
    return { status: 200, body: found.map((record) => pick(write(record), request.params)), link };
  };

  const what = `${request.method} ${module}/${resource}${id === undefined ? '' : '/id'}${part === undefined ? '' : `/${part}`}`;
  switch (what) {
    case 'GET company/companies':
      allow('companies');
      return list(records.companies.values(), companyFields);
    case 'GET company/communicationTypes':
      return list(records.communicationTypes.values(), typeFields);
    case 'GET company/contacts':
      allow('contacts');
      return list(records.contacts.values(), contactFields, writeContact);
    case 'GET company/contacts/id':
      allow('contacts');
      return { status: 200, body: writeContact(find(records.contacts, 'Contact', id)) };
    case 'GET service/tickets/id':
    case 'GET project/tickets/id':
      allow('tickets');
      return { status: 200, body: findTicket(deps, module, id) };
    case 'GET service/tickets/id/notes':
    case 'GET project/tickets/id/notes': {
      allow('tickets', 'notes');
      const ticket = findTicket(deps, module, id, true);
      return list(records.notes.filter(({ ticketId }) => ticketId === ticket.id), noteFields);
    }
    case 'POST service/tickets/id/notes':
    case 'POST project/tickets/id/notes': {
      allow('tickets', 'notes', 'new notes');
      const note = readNote(request.body, records.notes.length + 9_001, findTicket(deps, module, id, true).id, deps.now());
      records.notes.push(note);
      return { status: 201, body: note };
    }
    default:
      throw notFound('Resource', request.path);
  }
}

/** Notes of a project ticket stand below the project module only; a ticket itself is found in both, unless that is `hidesProjectTickets`. */
function findTicket({ records, hidesProjectTickets }: ResourceDeps, module: string | undefined, id: string | undefined, isExact = hidesProjectTickets): ApiTicket {
  const ticket = find(records.tickets, 'Ticket', id);
  const isProject = ticket.recordType !== 'ServiceTicket';
  if (module === 'project' ? !isProject : isExact && isProject) throw notFound('Ticket', String(id));
  return ticket;
}

function find<T>(records: Map<number, T>, name: string, id: string | undefined): T {
  const record = records.get(Number(id));
  if (!record) throw notFound(name, String(id));
  return record;
}

function writeContact({ lastUpdated, ...contact }: ApiContact): object {
  return { ...contact, _info: { lastUpdated: `${new Date(lastUpdated).toISOString().slice(0, 19)}Z` } };
}

/** The top-level fields that `fields` names; all where it names none. */
function pick(record: object, params: URLSearchParams): object {
  const names = params.get('fields')?.split(',');
  return names ? Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name))) : record;
}
