import * as z from 'zod/mini';
import type { Ask } from './api.ts';
import { allOf, quote } from './conditions.ts';
import { contactFields, ContactSchema, personRecord } from './shapes.ts';
import type { Connectwise, PersonRecord } from './types.ts';

/** Of one company: more of them with the same letters in their names nobody looks through. */
const pageSize = 1000;

/** By name and by address, in two requests: conditions on a contact and on its communication items are joined by AND only. */
export function createSearch(ask: Ask): Connectwise['searchContacts'] {
  return async (connection, { companyId, text, limit }) => {
    const words = text.trim().split(/\s+/).filter((word) => word !== '');
    const ofCompany = [`company/id=${companyId}`, 'inactiveFlag=false'];
    const search = (query: Record<string, string>) =>
      ask(connection, { name: 'contact search', path: '/company/contacts', query: { ...query, orderBy: 'id asc', pageSize: String(pageSize), fields: contactFields }, answer: z.array(ContactSchema), urgency: 'caller' });

    const byName = search({ conditions: allOf(...ofCompany, ...words.map((word) => `(firstName contains ${quote(word)} OR lastName contains ${quote(word)})`)) });
    const byAddress = words.length === 1 && search({ conditions: allOf(...ofCompany), childConditions: allOf(`communicationItems/value contains ${quote(words[0] ?? '')}`, 'communicationItems/communicationType="Email"') });
    const answers = await Promise.all([byName, ...(byAddress ? [byAddress] : [])]);
    const failed = answers.find((answer) => !answer.ok);
    if (failed) return failed;

    const people = answers.flatMap((answer) => (answer.ok ? answer.value.map(personRecord) : []));
    const found = new Map(people.filter((person) => isFound(person, companyId, words)).map((person) => [person.id, person]));
    return { ok: true, value: [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name) || a.id - b.id).slice(0, limit + 1) };
  };
}

/** ConnectWise does not promise that all terms are about the same communication item: the answer is looked at again. */
function isFound({ name, emails, company, isInactive }: PersonRecord, companyId: number, words: string[]): boolean {
  const texts = [name, ...emails].map(fold);
  return company?.id === companyId && !isInactive && words.every((word) => texts.some((text) => text.includes(fold(word))));
}

/** As ConnectWise compares: neither case nor accents count. */
function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
