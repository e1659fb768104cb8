import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Account, Notice } from '../../../service/src/store/types.ts';
import { createTestCli } from '../../support/cli.ts';
import type { TestCli } from '../../support/cli.ts';

let cli: TestCli;
beforeEach(async () => {
  cli = await createTestCli();
  await cli.run('tenant', 'add', 'Harbor IT');
  await cli.run('account', 'add', '--customer', 'Acme', '--name', 'Jo Doe', '--email', 'jo@acme.example', '--mobile', '(202) 555-0199');
});
afterEach(() => cli.remove());

type Entry = { type: string; details: Record<string, unknown> };

function withTenant<T>(use: (store: Parameters<Parameters<TestCli['withStore']>[0]>[0], tenantId: string) => Promise<T>): Promise<T> {
  return cli.withStore(async (store) => use(store, (await store.listTenants())[0]!.id));
}

const entries = () => withTenant(async (store, tenantId) => (await store.listAudit(tenantId, 1, 999)).map(({ body }) => JSON.parse(body) as Entry));
const account = (email: string): Promise<Account | undefined> => withTenant(async (store, tenantId) => (await store.listAccounts(tenantId, { email }, '', 1))[0]);

/** Every notice that waits, taken out of the outbox. */
function notices(): Promise<Notice[]> {
  return cli.withStore(async (store) => {
    const found: Notice[] = [];
    for (let notice = await store.claimNotice(Date.now() + 1, 60_000); notice && found.length < 20; notice = await store.claimNotice(Date.now() + 1, 60_000)) found.push(notice);
    return found;
  });
}

const channels = (found: Notice[]) => found.map(({ kind, method, destination, details }) => [kind, method, destination, details['channel']]).sort();

describe('adding one', () => {
  test('says so, names a new customer, and changes nothing the second time', async () => {
    const sam = ['account', 'add', '--customer', 'Globex', '--name', 'Sam Roe', '--email', 'SAM@globex.example'];
    expect(await cli.run(...sam)).toEqual({ exit: 0, out: 'Added Sam Roe to Globex, a new customer.', err: '' });
    expect((await cli.run(...sam)).out).toBe('This account is there already: nothing was changed.');
    expect((await cli.run(...sam, '--mobile', '+12025550123')).err).toBe('An account with this address is there already and differs: run account change ADDRESS to change it.');
    expect(await account('sam@globex.example')).toMatchObject({ customerName: 'Globex', mobile: null, emailChangedAt: null });
  });

  test.each([
    [['--name', 'Al', '--email', 'al@acme.example'], 'The customer is missing.'],
    [['--customer', 'Acme', '--name', 'Al', '--email', 'Al <al@acme.example>'], 'The e-mail address must stand alone, without a name or brackets.'],
    [['--customer', 'Acme', '--name', 'Al', '--email', 'al@acme.example', '--mobile', '800 555 0199'], 'The number is not a mobile number.'],
    [['--customer', 'Acme', '--name', 'Al', '--email', 'al@acme.example', '--country', 'Narnia'], 'The country must be a two-letter code such as US, GB or DE.'],
  ])('with %j is refused with the reason of the import', async (flags, err) => {
    expect(await cli.run('account', 'add', ...flags)).toEqual({ exit: 1, out: '', err });
  });
});

describe('the list', () => {
  test('shows masked addresses, and whole ones on demand', async () => {
    await cli.run('account', 'add', '--customer', 'Globex', '--name', 'Sam Roe', '--email', 'sam@globex.example');
    expect((await cli.run('account', 'list')).out.split('\n').sort()).toEqual([
      'Acme\tJo Doe\tj•••@a•••.example\t•••• 0199\t-\t-',
      'Globex\tSam Roe\ts•••@g•••.example\t-\t-\t-',
    ]);
    expect((await cli.run('account', 'list', '--full', '--customer', 'ACME')).out).toBe('Acme\tJo Doe\tjo@acme.example\t+12025550199\t-\t-');
    expect((await cli.run('account', 'list', '--email', 'Sam@Globex.example')).out).toMatch(/^Globex\tSam Roe/);
  });

  test('shows what was changed lately, and what wrong codes disabled', async () => {
    await cli.run('account', 'change', 'jo@acme.example', '--mobile', '+12025550123');
    await disable('sms', 10);
    expect((await cli.run('account', 'list')).out).toMatch(/\t•••• 0123\tsms changed \d{4}-\d\d-\d\dT[\d:.]+Z\tsms disabled$/);
  });

  test('shows every one of many, each once', async () => {
    const lines = Array.from({ length: 450 }, (_, index) => `Acme,Person,person${index}@acme.example`);
    await cli.run('account', 'import', await cli.writeCsv(['customer,name,email', ...lines].join('\n')));
    const shown = (await cli.run('account', 'list', '--full')).out.split('\n').map((line) => line.split('\t')[2]);
    expect(new Set(shown).size).toBe(451);
    expect(shown).toHaveLength(451);
  });

  test('of nothing says what to do', async () => {
    expect((await cli.run('account', 'list', '--email', 'al@acme.example')).out).toBe('No account matches: account list without flags shows all.');
    expect((await cli.run('account', 'list', '--customer', 'Nobody')).err).toBe('There is no customer of this name: account list shows the customers.');
    await cli.run('tenant', 'add', 'Second');
    expect((await cli.run('account', 'list', '--tenant', 'Second')).out).toBe('There are no accounts yet: run account import FILE.csv or account add.');
  });
});

describe('changing one', () => {
  test('a new number: the old number and the mailbox are told, and the record is masked', async () => {
    const said = await cli.run('account', 'change', 'jo@acme.example', '--mobile', '202 555 0123');
    expect(said.out).toMatch(/^Changed Jo Doe of Acme:\n {2}mobile number: •••• 0199 -> •••• 0123\nThe owner is being told at what the account had before: •••• 0199, j•••@a•••\.example\.\nUntil \d{4}-\S+Z the new mobile number is not used for verification\.$/);
    expect(await account('jo@acme.example')).toMatchObject({ mobile: '+12025550123', emailChangedAt: null, mobileChangedAt: expect.any(Number) });
    expect(channels(await notices())).toEqual([
      ['destination_changed', 'email', 'jo@acme.example', 'sms'],
      ['destination_changed', 'sms', '+12025550199', 'sms'],
    ]);
    const entry = (await entries()).at(-1);
    expect(entry).toMatchObject({ type: 'account_changed', details: { customer: 'Acme', name: 'Jo Doe', changes: { sms: { from: '•••• 0199', to: '•••• 0123' } } } });
    expect(JSON.stringify(entry)).not.toMatch(/jo@acme|5550199|5550123/);
  });

  test('both at once: both old destinations are told of both, no new one of any', async () => {
    await cli.run('account', 'change', 'jo@acme.example', '--mobile', '+12025550123', '--email', 'Jo@New.example', '--name', 'Jo Roe');
    expect(await account('jo@new.example')).toMatchObject({ name: 'Jo Roe', emailChangedAt: expect.any(Number), mobileChangedAt: expect.any(Number) });
    expect(channels(await notices())).toEqual([
      ['destination_changed', 'email', 'jo@acme.example', 'email'],
      ['destination_changed', 'email', 'jo@acme.example', 'sms'],
      ['destination_changed', 'sms', '+12025550199', 'email'],
      ['destination_changed', 'sms', '+12025550199', 'sms'],
    ]);
  });

  test('taking the number away tells it; a first number tells the mailbox, and waits as well', async () => {
    const away = await cli.run('account', 'change', 'jo@acme.example', '--mobile', 'none');
    expect(away.out).toContain('mobile number: •••• 0199 -> none');
    expect(away.out).not.toContain('Until');
    expect(channels(await notices()).map(([, method]) => method)).toEqual(['email', 'sms']);
    const first = await cli.run('account', 'change', 'jo@acme.example', '--mobile', '+12025550123');
    expect(first.out).toContain('mobile number: none -> •••• 0123');
    expect(first.out).toContain('the new mobile number is not used');
    expect(channels(await notices())).toEqual([['destination_changed', 'email', 'jo@acme.example', 'sms']]);
  });

  test('the name alone is on record, and nobody waits', async () => {
    expect((await cli.run('account', 'change', 'jo@acme.example', '--name', ' Jo Roe ')).out).toBe('Changed Jo Doe of Acme:\n  name: Jo Doe -> Jo Roe');
    expect(await account('jo@acme.example')).toMatchObject({ name: 'Jo Roe', emailChangedAt: null, mobileChangedAt: null });
    expect(await notices()).toEqual([]);
  });

  test('no change writes nothing', async () => {
    const before = await entries();
    expect((await cli.run('account', 'change', 'JO@acme.example', '--mobile', '202-555-0199', '--email', 'jo@ACME.example')).out).toBe('Jo Doe of Acme is so already: nothing was changed.');
    expect(await entries()).toEqual(before);
    expect(await account('jo@acme.example')).toMatchObject({ emailChangedAt: null, mobileChangedAt: null });
    expect(await notices()).toEqual([]);
  });

  test('an address that the customer has already is refused, and nothing is written or told', async () => {
    await cli.run('account', 'add', '--customer', 'Acme', '--name', 'Sam Roe', '--email', 'sam@acme.example');
    const before = await entries();
    expect(await cli.run('account', 'change', 'jo@acme.example', '--email', 'sam@acme.example', '--mobile', 'none')).toEqual({
      exit: 1, out: '', err: 'Sam Roe of Acme has this address already: nothing was changed. Give that account another address first.',
    });
    expect(await account('jo@acme.example')).toMatchObject({ mobile: '+12025550199' });
    expect([await entries(), await notices()]).toEqual([before, []]);
  });

  test('an address of two customers asks which', async () => {
    await cli.run('account', 'add', '--customer', 'Globex', '--name', 'Jo Doe', '--email', 'jo@acme.example');
    expect((await cli.run('account', 'change', 'jo@acme.example', '--name', 'J')).err).toBe('Several customers have this address (Acme, Globex): say which with --customer NAME.');
    expect((await cli.run('account', 'change', 'jo@acme.example', '--customer', 'globex', '--name', 'J')).out).toContain('Changed Jo Doe of Globex');
  });

  test.each([
    [['nobody@acme.example', '--name', 'X'], 'There is no account with this address: account list shows all.'],
    [['jo@acme.example', '--mobile', ''], 'The mobile number is missing: --mobile none takes it away.'],
    [['jo@acme.example', '--mobile', '12'], 'The mobile number is not valid.'],
    [['jo@acme.example', '--email', 'jo@acme'], 'The e-mail address is malformed.'],
    [['jo@acme.example', '--name', ' '], 'The name is missing.'],
  ])('%j is refused in one sentence', async (words, err) => {
    expect(await cli.run('account', 'change', ...words)).toEqual({ exit: 1, out: '', err });
  });
});

describe('enabling again', () => {
  test('forgets the wrong codes of that method alone, and is on record', async () => {
    await disable('sms', 10);
    await disable('email', 10);
    expect((await cli.run('account', 're-enable', 'jo@acme.example', '--method', 'sms')).out).toBe('Jo Doe of Acme can be verified by sms again.');
    expect((await cli.run('account', 'list')).out).toMatch(/\temail disabled$/);
    expect((await entries()).at(-1)).toMatchObject({ type: 'account_re_enabled', details: { customer: 'Acme', name: 'Jo Doe', method: 'sms' } });
  });

  test('what is not disabled is left as it is', async () => {
    await disable('sms', 9);
    const before = await entries();
    expect((await cli.run('account', 're-enable', 'jo@acme.example', '--method', 'sms')).out).toBe('sms was not disabled for Jo Doe of Acme: nothing was changed.');
    expect((await cli.run('account', 're-enable', 'jo@acme.example', '--method', 'pigeon')).err).toBe('The method must be one of push, sms, email.');
    expect(await entries()).toEqual(before);
  });
});

/** `count` wrong codes against Jo, as decisions about a verification write them. */
async function disable(method: 'sms' | 'email', count: number): Promise<void> {
  await withTenant(async (store, tenantId) => {
    const [one] = await store.listAccounts(tenantId, {}, '', 1);
    const key = { tenantId, technicianId: 'none', idempotencyKey: method, ticketHost: 'h', ticketNumber: '1', email: one!.email, contactId: null, now: Date.now() };
    await store.start(key, () => ({ result: 0, audit: [], wrongCodes: { accountId: one!.id, method, count, lastAt: Date.now() } }));
  });
}
