/** What the simulated ConnectWise holds, as its answers spell it. `lastUpdated` is milliseconds since 1970. */

export type ApiReference = { id: number; name: string; identifier?: string };
export type ApiCompany = { id: number; identifier: string; name: string; deletedFlag: boolean };
export type ApiItem = { id: number; type: ApiReference; value: string; extension?: string; defaultFlag: boolean; domain?: string; communicationType: 'Email' | 'Fax' | 'Phone' };
export type ApiContact = {
  id: number;
  firstName: string;
  lastName: string;
  company?: ApiReference;
  inactiveFlag: boolean;
  communicationItems: ApiItem[];
  lastUpdated: number;
};
export type ApiCommunicationType = { id: number; description: string; phoneFlag: boolean; faxFlag: boolean; emailFlag: boolean };
/** `contactName` and the others are the ticket's own copy: nobody compares it with the contact. */
export type ApiTicket = {
  id: number;
  summary: string;
  recordType: 'ServiceTicket' | 'ProjectTicket' | 'ProjectIssue';
  company: ApiReference;
  contact?: ApiReference;
  contactName?: string;
  contactPhoneNumber?: string;
  contactPhoneExtension?: string;
  contactEmailAddress?: string;
  closedFlag: boolean;
};
export type ApiNote = {
  id: number;
  ticketId: number;
  text: string;
  internalAnalysisFlag: boolean;
  detailDescriptionFlag: boolean;
  resolutionFlag: boolean;
  processNotifications: boolean;
  dateCreated: string;
};

export type ApiRecords = {
  companies: ApiCompany[];
  contacts: ApiContact[];
  communicationTypes: ApiCommunicationType[];
  tickets: ApiTicket[];
  notes: ApiNote[];
};

/** "Cell" is this tenant's own word: another tenant's numbers for text messages have another. */
export const communicationTypes: ApiCommunicationType[] = [
  { id: 1, description: 'Email', phoneFlag: false, faxFlag: false, emailFlag: true },
  { id: 2, description: 'Direct', phoneFlag: true, faxFlag: false, emailFlag: false },
  { id: 3, description: 'Fax', phoneFlag: false, faxFlag: true, emailFlag: false },
  { id: 4, description: 'Cell', phoneFlag: true, faxFlag: false, emailFlag: false },
];

/** An item of a contact, by the name of its type. */
export function makeItem(id: number, typeName: string, value: string, isDefault = true): ApiItem {
  const type = communicationTypes.find(({ description }) => description === typeName);
  if (!type) throw new Error(`No communication type ${typeName}`);
  const communicationType = type.emailFlag ? 'Email' : type.faxFlag ? 'Fax' : 'Phone';
  const domain = communicationType === 'Email' ? { domain: `@${value.split('@')[1]}` } : {};
  return { id, type: { id: type.id, name: typeName }, value, defaultFlag: isDefault, ...domain, communicationType };
}

/** Longest values, by ConnectWise's public model. */
const longest: Partial<Record<string, number>> = { summary: 100, contactName: 62, contactPhoneNumber: 20, contactPhoneExtension: 15, contactEmailAddress: 250, value: 250, extension: 15 };

/** Throws where a value is longer than ConnectWise would take: no test builds on what cannot be. */
export function checkLengths(record: object): void {
  for (const [name, value] of Object.entries(record)) {
    const most = longest[name];
    if (most !== undefined && typeof value === 'string' && value.length > most) throw new Error(`${name} is longer than ${most} characters`);
    if (typeof value === 'object' && value !== null) checkLengths(value);
  }
}
