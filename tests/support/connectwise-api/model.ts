import * as fc from 'fast-check';

/**
 * The fields of ConnectWise's public model (OpenAPI) that the service reads or writes, as the model types them. Every field may be
 * absent; `?` may be null as well. Held against the types that `connectwise-rest` 1.3.0 was generated with, from the model of 2022.1.
 */
export const model = {
  CompanyReference: { id: 'int?', identifier: 'string', name: 'string' },
  ContactReference: { id: 'int?', name: 'string' },
  CommunicationTypeReference: { id: 'int?', name: 'string' },
  Company: { id: 'int', identifier: 'string', name: 'string', deletedFlag: 'boolean?' },
  CommunicationType: { id: 'int', description: 'string', phoneFlag: 'boolean?', faxFlag: 'boolean?', emailFlag: 'boolean?' },
  ContactCommunicationItem: { id: 'int', type: 'CommunicationTypeReference', value: 'string', extension: 'string', defaultFlag: 'boolean?', domain: 'string', communicationType: 'Email|Fax|Phone?' },
  Contact: { id: 'int', firstName: 'string', lastName: 'string', company: 'CompanyReference', inactiveFlag: 'boolean?', communicationItems: 'ContactCommunicationItem[]', _info: 'any' },
  Ticket: {
    id: 'int', summary: 'string', recordType: 'ProjectIssue|ProjectTicket|ServiceTicket?', company: 'CompanyReference', contact: 'ContactReference',
    contactName: 'string', contactPhoneNumber: 'string', contactPhoneExtension: 'string', contactEmailAddress: 'string', closedFlag: 'boolean?',
  },
  ServiceNote: { id: 'int', ticketId: 'int?', text: 'string', detailDescriptionFlag: 'boolean?', internalAnalysisFlag: 'boolean?', resolutionFlag: 'boolean?', processNotifications: 'boolean?', dateCreated: 'string' },
} as const;
export type ModelName = keyof typeof model;

const plain: Record<string, fc.Arbitrary<unknown>> = {
  int: fc.integer({ min: 1, max: 2_147_483_647 }),
  string: fc.string({ maxLength: 60 }),
  boolean: fc.boolean(),
  any: fc.constant({ lastUpdated: '2026-01-05T08:00:00Z' }),
};

/** Any document that the model allows. `needed`: fields that every stored record has. */
export function documentOf(name: ModelName, needed: string[] = []): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(model[name]).map(([field, spelled]) => [field, valueOf(spelled)] as const);
  return fc.record(Object.fromEntries(fields), { requiredKeys: needed });
}

function valueOf(spelled: string): fc.Arbitrary<unknown> {
  if (spelled.endsWith('?')) return fc.option(valueOf(spelled.slice(0, -1)));
  if (spelled.endsWith('[]')) return fc.array(valueOf(spelled.slice(0, -2)), { maxLength: 4 });
  if (spelled in model) return documentOf(spelled as ModelName);
  return plain[spelled] ?? fc.constantFrom(...spelled.split('|'));
}

/** What of a document is not as the model says: paths, none where it fits. */
export function misfits(name: ModelName, document: unknown): string[] {
  if (typeof document !== 'object' || document === null) return [`${name}: no document`];
  const fields: Record<string, string> = model[name];
  return Object.entries(document).flatMap(([field, value]) => {
    const spelled = fields[field];
    return spelled === undefined ? [`${name}.${field}: no such field`] : misfit(spelled, value, `${name}.${field}`);
  });
}

function misfit(spelled: string, value: unknown, path: string): string[] {
  if (spelled.endsWith('?')) return value === null ? [] : misfit(spelled.slice(0, -1), value, path);
  if (spelled.endsWith('[]')) return Array.isArray(value) ? value.flatMap((one) => misfit(spelled.slice(0, -2), one, path)) : [`${path}: no list`];
  if (spelled in model) return misfits(spelled as ModelName, value);
  const fits = spelled === 'any' || (spelled === 'int' ? Number.isInteger(value) : spelled in plain ? typeof value === spelled : spelled.split('|').includes(String(value)));
  return fits ? [] : [`${path}: not ${spelled}`];
}
