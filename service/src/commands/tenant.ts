import { Told } from '../lib/told.ts';
import type { Command } from './context.ts';
import { readWords } from './context.ts';

export const tenantAdd: Command = {
  usage: 'tenant add NAME',
  async run(words, { store, print }) {
    const name = readWords(words, [], { least: 1, most: 1 }).words[0]?.trim() ?? '';
    if (name === '' || name.length > 200) throw new Told('A tenant needs a name of at most 200 characters.');
    const known = await store.listTenants();
    if (known.some((tenant) => tenant.name.toLowerCase() === name.toLowerCase())) throw new Told('A tenant of this name is there already.');
    await store.addTenant(name);
    print(`Added the tenant ${name}.`);
  },
};

export const tenantList: Command = {
  usage: 'tenant list',
  async run(words, { store, print }) {
    readWords(words, [], { least: 0, most: 0 });
    const tenants = await store.listTenants();
    if (tenants.length === 0) print('There is no tenant yet: run tenant add NAME first.');
    for (const { name } of tenants) print(name);
  },
};
