import { printable } from '../../lib/printable.ts';
import type { Connection } from '../../store/connectwise-store.ts';
import type { Store } from '../../store/store.ts';
import type { AuditEvent, Customer } from '../../store/types.ts';
import type { Asked, CompanyRef, Connectwise } from '../types.ts';

export type CompanyDeps = { store: Pick<Store, 'listCustomers' | 'mapCompany' | 'ensureCustomer'>; connectwise: Pick<Connectwise, 'listCompanies'>; now: () => number };
export type CompanyLine = CompanyRef & { customer: Customer | undefined };
/** `taken`: another customer has the company, or this customer another company. */
export type Mapping = { ok: true; customer: Customer } | { ok: false; taken: Customer };

const companyPageSize = 1000;

/** Companies of ConnectWise with the customers that they are mapped to, those after `afterId`. */
export async function listCompanyLines({ store, connectwise }: CompanyDeps, connection: Connection, afterId: number): Promise<Asked<CompanyLine[]>> {
  const asked = await connectwise.listCompanies(connection, { afterId, size: companyPageSize });
  if (!asked.ok) return asked;
  const customers = new Map((await store.listCustomers(connection.tenantId)).map((customer) => [customer.companyId, customer]));
  return { ok: true, value: asked.value.map((company) => ({ ...company, customer: customers.get(company.id) })) };
}

/** One company. `not_found`: there is none. */
export async function findCompany(connectwise: Pick<Connectwise, 'listCompanies'>, connection: Connection, id: number): Promise<Asked<CompanyRef>> {
  const asked = await connectwise.listCompanies(connection, { afterId: id - 1, size: 1 });
  if (!asked.ok) return asked;
  const [company] = asked.value;
  return company?.id === id ? { ok: true, value: company } : { ok: false, problem: 'not_found' };
}

/** Maps a company to a customer; without one to the customer of its name, which is added where there is none. */
export async function mapCompany({ store, now }: CompanyDeps, tenantId: string, company: CompanyRef, given: { customer: Customer | undefined; by: string | null }): Promise<Mapping> {
  const all = await store.listCustomers(tenantId);
  const holder = all.find(({ companyId }) => companyId === company.id);
  if (holder && (!given.customer || holder.id === given.customer.id)) return { ok: true, customer: holder };
  if (holder) return { ok: false, taken: holder };
  const customer = given.customer ?? (await addCustomer(store, tenantId, printable(company.name)));
  if (customer.companyId !== null) return { ok: false, taken: customer };
  await store.mapCompany(tenantId, customer.id, company.id, mappingEvent('company_mapped', customer, company.id, now(), given.by));
  return { ok: true, customer: { ...customer, companyId: company.id } };
}

async function addCustomer(store: CompanyDeps['store'], tenantId: string, name: string): Promise<Customer> {
  const id = await store.ensureCustomer(tenantId, name);
  const customer = (await store.listCustomers(tenantId)).find((one) => one.id === id);
  if (!customer) throw new Error('A customer that was added is not there.');
  return customer;
}

/** Takes a customer's company away; accounts and matches stay. False: it has none. */
export async function unmapCompany({ store, now }: Pick<CompanyDeps, 'store' | 'now'>, customer: Customer, by: string | null): Promise<boolean> {
  const { tenantId, id, companyId } = customer;
  if (companyId === null) return false;
  await store.mapCompany(tenantId, id, null, mappingEvent('company_unmapped', customer, companyId, now(), by));
  return true;
}

function mappingEvent(type: string, customer: Customer, companyId: number, now: number, by: string | null): AuditEvent {
  return { type, at: now, technicianId: by, verificationId: null, details: { customerId: customer.id, customer: customer.name, companyId } };
}
