import { listCompanyLines, findCompany, mapCompany, unmapCompany } from '../connectwise/people/companies.ts';
import type { CompanyLine } from '../connectwise/people/companies.ts';
import type { CompanyRef } from '../connectwise/types.ts';
import { nameKey } from '../lib/name-key.ts';
import { printable } from '../lib/printable.ts';
import { Told } from '../lib/told.ts';
import type { Connection } from '../store/connectwise-store.ts';
import type { Command, Context } from './context.ts';
import { UsageError, pickCustomer, readWords } from './context.ts';
import { answerOf, openConnectwise, pickConnection } from './open-connectwise.ts';
import type { Opened } from './open-connectwise.ts';

export const connectwiseCompanies: Command = {
  usage: 'connectwise companies [--tenant NAME]',
  async run(words, context) {
    const { flags } = readWords(words, ['tenant'], { least: 0, most: 0 });
    const { connection } = await pickConnection(context, flags.tenant);
    let count = 0;
    for await (const { id, name, customer } of readCompanies(await openConnectwise(context), connection)) {
      context.print(`${id}\t${printable(name)}\t${customer?.name ?? '-'}`);
      count += 1;
    }
    context.print(count === 0 ? 'No Matches Found' : `${count} companies. connectwise map COMPANY makes one a customer.`);
  },
};

export const connectwiseMap: Command = {
  usage: 'connectwise map COMPANY --customer NAME|--new|--none [--tenant NAME]   (COMPANY is its number or its name; --none takes the mapping away)',
  async run(words, context) {
    const { flags, words: [text = ''], switches } = readWords(words, ['customer', 'tenant'], { least: 1, most: 1, switches: ['new', 'none'] });
    if ([flags.customer !== undefined, switches.has('new'), switches.has('none')].filter(Boolean).length !== 1) throw new UsageError();
    const { tenant, connection } = await pickConnection(context, flags.tenant);
    if (switches.has('none')) return unmap(context, tenant.id, text);
    const opened = await openConnectwise(context);
    const customer = await pickCustomer(context, tenant.id, flags.customer);
    const company = await pickCompany(opened, connection, text);
    const mapped = await mapCompany(opened, tenant.id, company, { customer, by: null });
    if (!mapped.ok) throw new Told(takenWords(company, mapped.taken.name, mapped.taken.companyId));
    context.print(`${printable(company.name)} (${company.id}) is the customer ${mapped.customer.name}. Run connectwise import to look at its contacts.`);
  },
};

function takenWords(company: CompanyRef, holder: string, heldId: number | null): string {
  const what = heldId === company.id ? `${company.name} is the customer ${holder} already` : `The customer ${holder} is mapped to another company (${heldId}) already`;
  return `${what}: run connectwise map ${heldId} --none first. Nothing was changed.`;
}

/** By the company's number or the customer's name: ConnectWise need not be asked. */
async function unmap(context: Context, tenantId: string, text: string): Promise<void> {
  const customers = await context.store.listCustomers(tenantId);
  const customer = customers.find(({ companyId, name }) => companyId !== null && (String(companyId) === text || nameKey(name) === nameKey(text)));
  if (!customer || !(await unmapCompany(context, customer, null))) throw new Told('No customer is mapped to this company: connectwise companies shows the mappings.');
  context.print(`The customer ${customer.name} has no company in ConnectWise any more. Its accounts stay.`);
}

async function pickCompany(opened: Opened, connection: Connection, text: string): Promise<CompanyRef> {
  if (/^[1-9]\d{0,8}$/.test(text)) {
    const found = await findCompany(opened.connectwise, connection, Number(text));
    if (found.ok || found.problem !== 'not_found') return answerOf(found);
    throw new Told(`ConnectWise has no company ${text}: connectwise companies lists them.`);
  }
  const named: CompanyLine[] = [];
  for await (const line of readCompanies(opened, connection)) if (nameKey(line.name) === nameKey(text)) named.push(line);
  const [only, second] = named;
  if (!only) throw new Told('ConnectWise has no company of this name: connectwise companies lists them.');
  if (second) throw new Told(`ConnectWise has several companies of this name: give the number (${named.map(({ id }) => id).join(', ')}).`);
  return only;
}

async function* readCompanies(opened: Opened, connection: Connection): AsyncGenerator<CompanyLine> {
  for (let after = 0; ;) {
    const page = answerOf(await listCompanyLines(opened, connection, after));
    yield* page;
    const last = page.at(-1);
    if (!last) return;
    after = last.id;
  }
}
