import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import type { Field } from '../directory/account-fields.ts';
import { nameKey } from '../lib/name-key.ts';
import { Told } from '../lib/told.ts';
import type { Store } from '../store/store.ts';
import type { Customer, Tenant } from '../store/types.ts';

/** What a command works with. */
export type Context = { store: Store; config: Config; now: () => number; print: (line: string) => void };
export type Command = {
  usage: string;
  run: (words: string[], context: Context) => Promise<void>;
  /** What it can do without a database, on any computer: true where that was all. */
  runAlone?: (words: string[], context: Omit<Context, 'store'>) => Promise<boolean>;
};

/** A command line that no command understands: answered with the usage. */
export class UsageError extends Error {}

type Read<Name extends string> = { flags: Partial<Record<Name, string>>; words: string[]; switches: ReadonlySet<string> };
type Wanted = { least: number; most: number; switches?: readonly string[] };

/** The flags `--name value`, the switches `--name` and the other words of a command line. Throws `UsageError`. */
export function readWords<Name extends string>(words: string[], names: readonly Name[], wanted: Wanted): Read<Name> {
  const { switches = [] } = wanted;
  const options = Object.fromEntries([
    ...names.map((name) => [name, { type: 'string' as const }] as const),
    ...switches.map((name) => [name, { type: 'boolean' as const }] as const),
  ]);
  try {
    const { values, positionals } = parseArgs({ args: words, options, allowPositionals: true, strict: true });
    if (positionals.length < wanted.least || positionals.length > wanted.most) throw new UsageError();
    const given = new Set(Object.keys(values));
    return { flags: values as Partial<Record<Name, string>>, words: positionals, switches: new Set(switches.filter((name) => given.has(name))) };
  } catch {
    throw new UsageError();
  }
}

/** The tenant that was named, or all of them. */
export async function pickTenants(context: Context, name: string | undefined): Promise<Tenant[]> {
  if (name !== undefined) return [await pickTenant(context, name)];
  const tenants = await context.store.listTenants();
  if (tenants.length === 0) throw noTenant();
  return tenants;
}

/** The tenant that was named, or the only one. */
export async function pickTenant({ store }: Context, name: string | undefined): Promise<Tenant> {
  const tenants = await store.listTenants();
  const matching = name === undefined ? tenants : tenants.filter((tenant) => tenant.name.toLowerCase() === name.trim().toLowerCase());
  const [only, second] = matching;
  if (tenants.length === 0) throw noTenant();
  if (!only) throw new Told('There is no tenant of this name: tenant list shows all.');
  if (second) throw new Told('There are several tenants: say which with --tenant NAME.');
  return only;
}

function noTenant(): Told {
  return new Told('There is no tenant yet: run tenant add NAME first.');
}

/** The customer that was named; undefined where none was. */
export async function pickCustomer({ store }: Context, tenantId: string, name: string | undefined): Promise<Customer | undefined> {
  if (name === undefined) return undefined;
  const wanted = nameKey(name);
  const customer = (await store.listCustomers(tenantId)).find((one) => nameKey(one.name) === wanted);
  if (!customer) throw new Told('There is no customer of this name: account list shows the customers.');
  return customer;
}

/** What was understood, or the reason why not as a sentence. */
export function readField<T>(field: Field<T>): T {
  if (field.ok) return field.value;
  throw new Told(`${field.reason.charAt(0).toUpperCase()}${field.reason.slice(1)}.`);
}
