import * as z from 'zod/mini';
import { RecordIdSchema } from '#contract/connectwise';
import type { Connection } from '../store/connectwise-store.ts';
import { createAsk } from './api.ts';
import type { ApiDeps } from './api.ts';
import { allOf, instant } from './conditions.ts';
import { discover } from './discover.ts';
import { createNotes } from './notes.ts';
import { createSearch } from './search-contacts.ts';
import { CommunicationTypesSchema, CompanySchema, contactFields, ContactSchema, personRecord, phoneTypes, TicketSchema, ticketRecord } from './shapes.ts';
import { fail } from './problem-of.ts';
import type { Asked, Connectwise, TicketRecord, Urgency } from './types.ts';

/** The REST API of ConnectWise PSA, as far as it is needed here. */
export function createConnectwise(deps: ApiDeps): Connectwise {
  const ask = createAsk(deps);

  async function readTicketOf(kind: 'service' | 'project', connection: Connection, number: string, urgency: Urgency): Promise<Asked<TicketRecord>> {
    const asked = await ask(connection, { name: 'ticket', path: `/${kind}/tickets/${number}`, answer: TicketSchema, urgency });
    if (asked.ok && asked.value.id !== Number(number)) return fail('site_wrong');
    return mapped(asked, (ticket) => ticketRecord(ticket, kind === 'project'));
  }

  return {
    discover: (site, companyId) => discover(site.trim().toLowerCase(), companyId, deps),
    async readTicket(connection, number, urgency) {
      if (!/^[1-9]\d*$/.test(number) || !RecordIdSchema.safeParse(Number(number)).success) return fail('not_found');
      const service = await readTicketOf('service', connection, number, urgency);
      return service.ok || service.problem !== 'not_found' ? service : readTicketOf('project', connection, number, urgency);
    },
    async readContact(connection, contactId, urgency) {
      const asked = await ask(connection, { name: 'contact', path: `/company/contacts/${contactId}`, answer: ContactSchema, urgency });
      return asked.ok && asked.value.id !== contactId ? fail('site_wrong') : mapped(asked, personRecord);
    },
    searchContacts: createSearch(ask),
    async listContacts(connection, { afterId, changedAfter, size }) {
      const conditions = allOf(`id>${afterId}`, changedAfter !== null && `lastUpdated>${instant(changedAfter)}`);
      const query = { conditions, orderBy: 'id asc', pageSize: size, fields: contactFields };
      const asked = await ask(connection, { name: 'contacts', path: '/company/contacts', query, answer: z.array(ContactSchema), urgency: 'work' });
      return mapped(onward(asked, afterId), (contacts) => contacts.map(personRecord));
    },
    async listCompanies(connection, { afterId, size }) {
      const query = { conditions: allOf(`id>${afterId}`, 'deletedFlag=false'), orderBy: 'id asc', pageSize: size, fields: 'id,name' };
      const asked = await ask(connection, { name: 'companies', path: '/company/companies', query, answer: z.array(CompanySchema), urgency: 'work' });
      return onward(asked, afterId);
    },
    async listCommunicationTypes(connection) {
      const query = { orderBy: 'id asc', pageSize: 1000 };
      return mapped(await ask(connection, { name: 'communication types', path: '/company/communicationTypes', query, answer: CommunicationTypesSchema, urgency: 'work' }), phoneTypes);
    },
    ...createNotes(ask),
  };
}

function mapped<A, B>(asked: Asked<A>, map: (value: A) => B): Asked<B> {
  return asked.ok ? { ok: true, value: map(asked.value) } : asked;
}

/** In order, and nothing that was read before. A page that does not go onward at all is not the end: it would be read for ever, and the rest never. */
function onward<T extends { id: number }>(asked: Asked<T[]>, afterId: number): Asked<T[]> {
  if (!asked.ok) return asked;
  const value = asked.value.filter(({ id }) => id > afterId).toSorted((a, b) => a.id - b.id);
  return value.length === 0 && asked.value.length > 0 ? fail('site_wrong') : { ok: true, value };
}
