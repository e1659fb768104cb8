import {
  AfterProposalSchema, AfterSchema, CompaniesSchema, CompanySchema, ConnectSchema, ConnectionStateSchema, DecideProposalSchema, MappedSchema, MatchSchema, MatchedSchema, PlacedSchema, PreviewSchema, ProposalDecidedSchema,
  ProposalsSchema, SearchContactsSchema, TestedSchema,
} from './connectwise-admin.ts';
import { FoundContactsSchema } from './connectwise.ts';
import type { Route } from './route.ts';

/** What an administrator's browser asks about ConnectWise. */

const asking = ['not_administrator', 'not_connected', 'connectwise_unavailable'] as const;

export const connectwiseAdminRoutes = {
  readConnection: { method: 'get', path: '/v1/connectwise', summary: 'The connection to ConnectWise, and what its import and sync came to', auth: 'token', response: ConnectionStateSchema, status: 200, problems: ['not_administrator'] },
  connect: { method: 'post', path: '/v1/connectwise', summary: 'Connect to ConnectWise, or replace the keys; nothing is kept unless ConnectWise takes them', auth: 'token', body: ConnectSchema, response: ConnectionStateSchema, status: 200, problems: ['not_administrator', 'connectwise_unavailable', 'other_connectwise'] },
  disconnect: { method: 'delete', path: '/v1/connectwise', summary: 'Forget the connection with its keys, mappings and matches; accounts stay', auth: 'token', status: 204, problems: ['not_administrator'] },
  testConnection: { method: 'post', path: '/v1/connectwise/test', summary: 'Whether ConnectWise answers, and which communication types it knows', auth: 'token', response: TestedSchema, status: 200, problems: ['not_administrator', 'not_connected'] },
  listCompanies: { method: 'post', path: '/v1/connectwise/companies', summary: 'Companies of ConnectWise with their customers, by page', auth: 'token', body: AfterSchema, response: CompaniesSchema, status: 200, problems: asking },
  addCompanyCustomer: { method: 'post', path: '/v1/connectwise/customers', summary: 'Map a company to the customer of its name, added where there is none', auth: 'token', body: CompanySchema, response: MappedSchema, status: 200, problems: [...asking, 'record_unknown', 'already_matched'] },
  mapCompany: { method: 'post', path: '/v1/customers/{id}/company', summary: 'Map a company to this customer', auth: 'token', body: CompanySchema, response: MappedSchema, status: 200, problems: [...asking, 'not_found', 'record_unknown', 'already_matched'] },
  unmapCompany: { method: 'delete', path: '/v1/customers/{id}/company', summary: "Take this customer's company away", auth: 'token', status: 204, problems: ['not_administrator', 'not_found'] },
  searchCompanyContacts: { method: 'post', path: '/v1/customers/{id}/contacts', summary: "Contacts of this customer's company by name or address", auth: 'token', body: SearchContactsSchema, response: FoundContactsSchema, status: 200, problems: [...asking, 'not_found', 'not_mapped'] },
  addContactAccount: { method: 'post', path: '/v1/customers/{id}/accounts', summary: "Make an account of a contact of this customer's company", auth: 'token', body: MatchSchema, response: PlacedSchema, status: 200, problems: [...asking, 'not_found', 'not_mapped', 'record_unknown', 'other_company'] },
  previewImport: { method: 'post', path: '/v1/connectwise/preview', summary: 'What an import would do, by page', auth: 'token', body: AfterSchema, response: PreviewSchema, status: 200, problems: asking },
  startImport: { method: 'post', path: '/v1/connectwise/import', summary: 'Begin an import; the connection tells how far it is', auth: 'token', response: ConnectionStateSchema, status: 200, problems: ['not_administrator', 'not_connected'] },
  listProposals: { method: 'post', path: '/v1/connectwise/proposals', summary: 'What waits for a decision, by page', auth: 'token', body: AfterProposalSchema, response: ProposalsSchema, status: 200, problems: ['not_administrator'] },
  decideProposal: { method: 'post', path: '/v1/proposals/{id}/decision', summary: 'Accept or refuse a proposal', auth: 'token', body: DecideProposalSchema, response: ProposalDecidedSchema, status: 200, problems: ['not_administrator', 'not_found'] },
  matchContact: { method: 'post', path: '/v1/accounts/{id}/contact', summary: 'Match this account to a contact', auth: 'token', body: MatchSchema, response: MatchedSchema, status: 200, problems: [...asking, 'not_found', 'record_unknown', 'other_company', 'already_matched'] },
  unmatchContact: { method: 'delete', path: '/v1/accounts/{id}/contact', summary: "Take this account's match away", auth: 'token', status: 204, problems: ['not_administrator', 'not_found'] },
} as const satisfies Record<string, Route>;

export type ConnectwiseAdminRouteName = keyof typeof connectwiseAdminRoutes;
