import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { openConnectwise } from '../../../../service/src/commands/open-connectwise.ts';
import { readConfig } from '../../../../service/src/config.ts';
import { beginRound, runRound } from '../../../../service/src/connectwise/people/round.ts';
import type { RoundEnd } from '../../../../service/src/connectwise/people/round.ts';
import type { Connection, Proposal } from '../../../../service/src/store/connectwise-store.ts';
import type { Store } from '../../../../service/src/store/store.ts';
import type { Account, Notice } from '../../../../service/src/store/types.ts';
import { createTestCli } from '../../../support/cli.ts';
import type { Said } from '../../../support/cli.ts';
import { startConnectwiseApi, testCredentials } from '../../../support/connectwise-api/connectwise-api.ts';
import type { ConnectwiseApiOptions } from '../../../support/connectwise-api/connectwise-api.ts';
import { communicationTypes, makeItem } from '../../../support/connectwise-api/records.ts';
import type { ApiContact, ApiRecords } from '../../../support/connectwise-api/records.ts';
import { recordSecret } from '../../../support/secrets/record.ts';

/** A command line beside a simulated ConnectWise, whose companies are Acme (19), Globex (20) and Initech (21). */

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

export const companies = ['Acme', 'Globex', 'Initech'].map((name, at) => ({ id: 19 + at, identifier: name, name, deletedFlag: false }));
const edited = Date.UTC(2026, 0, 5, 8);

type Given = { email?: string | string[]; cell?: string; companyId?: number; isInactive?: boolean };

/** A contact as ConnectWise holds it. */
export function aContact(id: number, name: string, { email = [], cell, companyId = 19, isInactive = false }: Given = {}): ApiContact {
  const [firstName = '', lastName = ''] = name.split(' ');
  const company = companies.find((one) => one.id === companyId)!;
  const emails = [email].flat().map((value, at) => makeItem(10 * id + at, 'Email', value, at === 0));
  return { id, firstName, lastName, company, inactiveFlag: isInactive, communicationItems: [...emails, ...(cell ? [makeItem(10 * id + 9, 'Cell', cell)] : [])], lastUpdated: edited };
}

export function recordsWith(...contacts: ApiContact[]): ApiRecords {
  return { companies, contacts, communicationTypes: [...communicationTypes], tickets: [], notes: [] };
}

export type PeopleHouse = Awaited<ReturnType<typeof createPeopleHouse>>;

export async function createPeopleHouse(options: ConnectwiseApiOptions = {}) {
  const api = await startConnectwiseApi(options);
  const cli = await createTestCli();
  closing.push(cli.remove, api.close);
  const keyFile = join(cli.folder, 'private-key.txt');
  await writeFile(keyFile, `${api.credentials.privateKey}\n`);
  recordSecret('key', api.credentials.privateKey);
  await cli.run('tenant', 'add', 'Harbor IT');
  const cw = (...words: string[]): Promise<Said> => cli.run('connectwise', ...words);

  const inTenant = <T>(use: (store: Store, tenantId: string) => Promise<T>, name = 'Harbor IT'): Promise<T> =>
    cli.withStore(async (store) => use(store, (await store.listTenants()).find((tenant) => tenant.name === name)!.id));

  /** What the running service does every 15 minutes. */
  const sync = (name?: string): Promise<RoundEnd> => inTenant(async (store, tenantId) => {
    const deps = await openConnectwise({ store, config: readConfig(cli.env), now: Date.now, print: () => undefined });
    const connection = (await store.findConnection(tenantId))!;
    await beginRound(store, connection, 'sync', { now: Date.now(), nextSyncAt: Date.now() + 60_000 });
    return runRound(deps, (await store.findConnection(tenantId))!);
  }, name);

  return {
    api, cli, cw, keyFile, inTenant, sync,
    connect: (...more: string[]) => cw('connect', ...connectWords(api.site, keyFile), ...more),
    addAccount: (customer: string, name: string, email: string, mobile?: string) => cli.run('account', 'add', '--customer', customer, '--name', name, '--email', email, ...(mobile ? ['--mobile', mobile] : [])),
    accounts: (tenant?: string): Promise<Account[]> => inTenant((store, tenantId) => store.listAccounts(tenantId, {}, '', 9999), tenant),
    proposals: (tenant?: string): Promise<Proposal[]> => inTenant((store, tenantId) => store.listProposals(tenantId, '', 9999), tenant),
    connection: (): Promise<Connection> => inTenant(async (store, tenantId) => (await store.findConnection(tenantId))!),
    audit: (): Promise<{ type: string; details: Record<string, unknown> }[]> => inTenant(async (store, tenantId) => (await store.listAudit(tenantId, 1, 9999)).map(({ body }) => JSON.parse(body))),
    /** Everybody who is to be told something, each once. */
    notices: () => cli.withStore(async (store) => {
      const found: Notice[] = [];
      for (let notice = await store.claimNotice(Date.now() + 1, 60_000); notice && found.length < 50; notice = await store.claimNotice(Date.now() + 1, 60_000)) found.push(notice);
      return found.map(({ kind, method, destination, details }) => [kind, method, destination, details['channel']]);
    }),
  };
}

export function connectWords(site: string, keyFile: string): string[] {
  const { companyId, publicKey, clientId } = testCredentials;
  return ['--site', site, '--company', companyId, '--public-key', publicKey, '--client-id', clientId, '--mobile-types', 'Mobile,Cell', '--key-file', keyFile];
}
