import type { Mapped, Preview } from '#contract/connectwise-admin';
import { findCompany, listCompanyLines, mapCompany, unmapCompany } from '../connectwise/people/companies.ts';
import { findGone } from '../connectwise/people/find-gone.ts';
import { placePage } from '../connectwise/people/round.ts';
import type { PlacedContact } from '../connectwise/people/round.ts';
import type { Handlers } from '../http/handler.ts';
import type { Connection } from '../store/connectwise-store.ts';
import type { Customer, SignedIn } from '../store/types.ts';
import type { Result } from '../verification/result.ts';
import type { ConnectwiseAdminDeps } from './connectwise-admin-routes.ts';
import { connectwiseRefusal, ok, refuse } from './connectwise-refusals.ts';

type CompanyRoutes = Pick<Handlers, 'listCompanies' | 'addCompanyCustomer' | 'mapCompany' | 'unmapCompany' | 'previewImport'>;

/** How many contacts one look at an import shows. */
const previewed = 200;

/** Companies and their customers, and what an import would do with their contacts. */
export function createCompanyRoutes(deps: ConnectwiseAdminDeps): CompanyRoutes {
  const { store, connectwise } = deps;

  async function map(who: SignedIn, companyId: number, customer?: Customer): Promise<Result<Mapped>> {
    const connection = await store.findConnection(who.tenant.id);
    if (!connection) return refuse('not_connected');
    const company = await findCompany(connectwise, connection, companyId);
    if (!company.ok) return company.problem === 'not_found' ? refuse('record_unknown') : connectwiseRefusal(company.problem);
    const mapped = await mapCompany(deps, who.tenant.id, company.value, { customer, by: who.technician.id });
    return mapped.ok ? ok({ customer: pick(mapped.customer), company: company.value }) : refuse('already_matched');
  }

  return {
    listCompanies: async ({ who, body }) => {
      const connection = await store.findConnection(who.tenant.id);
      if (!connection) return refuse('not_connected');
      const lines = await listCompanyLines(deps, connection, body.after);
      if (!lines.ok) return connectwiseRefusal(lines.problem);
      const companies = lines.value.map(({ id, name, customer }) => ({ id, name, customer: customer ? pick(customer) : null }));
      return ok({ companies, next: companies.at(-1)?.id ?? null });
    },
    addCompanyCustomer: ({ who, body }) => map(who, body.companyId),
    mapCompany: async ({ who, id, body }) => {
      const customer = await findCustomer(deps, who, id);
      return customer ? map(who, body.companyId, customer) : refuse('not_found');
    },
    unmapCompany: async ({ who, id }) => {
      const customer = await findCustomer(deps, who, id);
      if (!customer) return refuse('not_found');
      await unmapCompany(deps, customer, who.technician.id);
      return ok(undefined);
    },
    previewImport: async ({ who, body }) => {
      const connection = await store.findConnection(who.tenant.id);
      return connection ? preview(deps, connection, body.after) : refuse('not_connected');
    },
  };
}

/** One of the tenant's customers. */
export async function findCustomer({ store }: Pick<ConnectwiseAdminDeps, 'store'>, { tenant }: SignedIn, id: string): Promise<Customer | undefined> {
  return (await store.listCustomers(tenant.id)).find((customer) => customer.id === id);
}

async function preview(deps: ConnectwiseAdminDeps, connection: Connection, afterId: number): Promise<Result<Preview>> {
  const asked = await deps.connectwise.listContacts(connection, { afterId, changedAfter: null, size: previewed });
  if (!asked.ok) return connectwiseRefusal(asked.problem);
  const placed = [...(await placePage(deps, connection, asked.value, 'dry')), ...(await findGone(deps.store, connection.tenantId, afterId, asked.value))];
  return ok({ lines: placed.map(lineOf), next: asked.value.at(-1)?.id ?? null });
}

function lineOf({ contactId, name, company, placements, account, reason }: PlacedContact): Preview['lines'][number] {
  return { contactId, name, company, placements, account: account ? pick(account) : null, reason };
}

function pick({ id, name }: { id: string; name: string }): { id: string; name: string } {
  return { id, name };
}
