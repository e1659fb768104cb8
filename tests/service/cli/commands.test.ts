import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { settingNames, settings } from '../../../service/src/directory/policy-settings.ts';
import { effectivePolicy } from '../../../service/src/verification/policy.ts';
import { createTestCli } from '../../support/cli.ts';
import type { TestCli } from '../../support/cli.ts';
import { hashPairingCode } from '../../../service/src/auth/pairing-codes.ts';

let cli: TestCli;
beforeEach(async () => { cli = await createTestCli(); });
afterEach(() => cli.remove());

const alex = ['technician', 'add', '--name', 'Alex', '--email', 'Alex@Harbor.example'];

/** Redeems the code that was printed, as a browser with this key would. */
function redeem(out: string, thumbprint: string) {
  const code = /Pairing code: (\S+)/.exec(out)?.[1] ?? '';
  return cli.withStore((store) => store.redeemPairingCode(hashPairingCode(code) ?? '', { thumbprint, name: 'Browser' }, Date.now()));
}

describe('technicians', () => {
  beforeEach(() => cli.run('tenant', 'add', 'Harbor IT'));

  test('adding one prints a code that pairs one browser, once', async () => {
    const said = await cli.run(...alex);
    expect(said).toMatchObject({ exit: 0, err: '' });
    expect(said.out).toMatch(/^Added Alex to Harbor IT\.\nPairing code: [0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\nIt works once, within 15 minutes/);
    expect(await redeem(said.out, 'key1')).toMatchObject({ technician: { name: 'Alex', email: 'alex@harbor.example' } });
    expect(await redeem(said.out, 'key2')).toBeUndefined();
  });

  test('a new code pairs one more browser; revoking ends all of them', async () => {
    await redeem((await cli.run(...alex)).out, 'key1');
    await redeem((await cli.run('technician', 'pair', 'alex@harbor.example')).out, 'key2');
    const spare = await cli.run('technician', 'pair', 'alex@harbor.example');
    expect(await cli.run('technician', 'revoke', 'ALEX@harbor.example')).toMatchObject({ exit: 0, out: 'Revoked Alex: every browser of theirs is signed out.' });
    expect(await redeem(spare.out, 'key3')).toBeUndefined();
    for (const key of ['key1', 'key2']) expect(await cli.withStore((store) => store.findDevice(key))).toBeUndefined();
    expect((await cli.run('technician', 'list')).out).toMatch(/^Alex\talex@harbor\.example\ttechnician\trevoked /);
    expect((await cli.run('technician', 'pair', 'alex@harbor.example')).err).toBe('There is no active technician with this address: technician list shows all.');
  });

  test('the code is stored as a hash only', async () => {
    const { out } = await cli.run(...alex);
    const code = /Pairing code: (\S+)/.exec(out)?.[1] ?? '';
    const audit = await cli.withStore(async (store) => JSON.stringify(await store.listAudit((await store.listTenants())[0]!.id, 1, 100)));
    expect(audit).toContain('pairing_code_made');
    for (const form of [code, code.replace('-', ''), 'alex@harbor.example']) expect(audit).not.toContain(form);
  });

  test.each([
    ['twice', alex, 'A technician with this address is there already: for another browser, use technician pair.'],
    ['with two addresses', [...alex.slice(0, 4), '--email', 'a@h.example,b@h.example'], 'The e-mail address is not one bare address.'],
    ['with an unknown role', ['technician', 'add', '--name', 'Bo', '--email', 'bo@h.example', '--role', 'king'], 'The role must be technician or administrator.'],
    ['in an unknown tenant', ['technician', 'add', '--name', 'Bo', '--email', 'bo@h.example', '--tenant', 'Nowhere'], 'There is no tenant of this name: tenant list shows all.'],
  ])('adding one %s is refused in one plain sentence', async (_, words, err) => {
    await cli.run(...alex);
    expect(await cli.run(...words)).toEqual({ exit: 1, out: '', err });
  });

  test('with several tenants the command asks which', async () => {
    await cli.run('tenant', 'add', 'Second');
    expect((await cli.run(...alex)).err).toBe('There are several tenants: say which with --tenant NAME.');
    expect((await cli.run(...alex, '--tenant', 'second', '--role', 'administrator')).out).toContain('Added Alex to Second.');
  });
});

describe('policy', () => {
  beforeEach(async () => {
    await cli.run('tenant', 'add', 'Harbor IT');
    await cli.run('account', 'import', await cli.writeCsv('customer,name,email\nAcme,Jo,jo@acme.example\n'));
  });

  /** Setting and origin of every line of the table. */
  const table = (out: string) => out.split('\n').slice(1).map((line) => line.trim().split(/ {2,}/).slice(0, 2).join(' '));

  test('shown, names every setting that holds, where it comes from and what it means', async () => {
    await cli.run('policy', 'set', 'codeCheck=typed');
    const { out } = await cli.run('policy', 'show');
    expect(out).toMatch(/^Policy of Harbor IT:\n {2}codeCheck=typed +tenant {3}who compares the code: /);
    expect(table(out)).toEqual([
      'codeCheck=typed tenant', 'actionRequired=false default', 'smsLifeSeconds=300 default', 'emailLifeSeconds=600 default', 'pushLifeSeconds=60 default',
      'userVerificationRequired=false default', 'noticeAfterwards=true default', 'verifiedMinutes=15 default', 'ticketNote=all default', 'methods=push,sms,email default',
      'smsCountries=US,CA,GB,IE,AU,NZ,ZA default', 'technicianSendsPerDay=200 default', 'tenantSendsPerDay=2000 default', 'smsPartPrice=0.05 default', 'smsSpendPerDay=50 default',
      'alertEmail=none default', 'alertWebhook=none default',
    ]);
  });

  test('the defaults that are shown are those that hold', () => {
    const shown = Object.fromEntries(settingNames.map((name) => [name, settings[name].fallback]));
    expect(effectivePolicy(shown, {})).toEqual(effectivePolicy({}, {}));
  });

  test('of a customer says what the tenant says where the customer says otherwise', async () => {
    await cli.run('policy', 'set', 'codeCheck=typed', 'smsLifeSeconds=120');
    const { out } = await cli.run('policy', 'set', '--customer', 'ACME', 'codeCheck=compare', 'emailLifeSeconds=60');
    expect(out).toMatch(/^Policy of Acme:\n/);
    expect(table(out).slice(0, 4)).toEqual(['codeCheck=compare customer (tenant: typed)', 'actionRequired=false default', 'smsLifeSeconds=120 tenant', 'emailLifeSeconds=60 customer']);
    expect((await cli.run('policy', 'show', '--customer', 'Nobody')).err).toBe('There is no customer of this name: account list shows the customers.');
  });

  test('settings are added to those that are there, "default" removes one, and all stands in the audit chain', async () => {
    await cli.run('policy', 'set', 'codeCheck=typed', 'smsLifeSeconds=120');
    const { out } = await cli.run('policy', 'set', 'actionRequired=true', 'methods=email', 'codeCheck=default');
    expect(table(out).filter((line) => /^(?:codeCheck|actionRequired|smsLifeSeconds|methods)=/.test(line))).toEqual(['codeCheck=compare default', 'actionRequired=true tenant', 'smsLifeSeconds=120 tenant', 'methods=email tenant']);
    const types = await cli.withStore(async (store) => (await store.listAudit((await store.listTenants())[0]!.id, 1, 100)).map(({ body }) => (JSON.parse(body) as { type: string }).type));
    expect(types.filter((type) => type === 'policy_set')).toHaveLength(2);
  });

  test('what limits the sends is set for the tenant; a customer has only its own countries', async () => {
    const limits = ['technicianSendsPerDay=100000', 'tenantSendsPerDay=1', 'smsPartPrice=0.0075', 'smsSpendPerDay=0'];
    const { out } = await cli.run('policy', 'set', 'smsCountries=us,CA,us', ...limits);
    expect(table(out).slice(10, 15)).toEqual(['smsCountries=US,CA tenant', ...limits.map((limit) => `${limit} tenant`)]);
    for (const word of [...limits, 'smsSpendPerDay=default']) {
      const [name] = word.split('=');
      expect(await cli.run('policy', 'set', '--customer', 'Acme', word)).toEqual({ exit: 1, out: '', err: `${name} holds for all customers together: set it without --customer.` });
    }
    expect(table((await cli.run('policy', 'set', '--customer', 'Acme', 'smsCountries=DE')).out)[10]).toBe('smsCountries=DE customer (tenant: US,CA)');
  });

  test('says who is told of alerts, of the tenant alone; the audit chain holds neither mailbox nor path', async () => {
    const told = ['alertEmail=soc@harbor.example', 'alertWebhook=https://alerts.harbor.example/hook?key=hunter2'];
    expect(table((await cli.run('policy', 'set', ...told)).out).slice(15)).toEqual(told.map((word) => `${word} tenant`));
    expect((await cli.run('policy', 'set', '--customer', 'Acme', told[0]!)).err).toBe('alertEmail holds for all customers together: set it without --customer.');
    const audit = await cli.withStore(async (store) => JSON.stringify(await store.listAudit((await store.listTenants())[0]!.id, 1, 100)));
    expect(audit).toContain('https://alerts.harbor.example');
    for (const secret of ['soc@harbor', 'hunter2', '/hook']) expect(audit).not.toContain(secret);
  });

  test.each([
    ['smsLifeSeconds=59', 'smsLifeSeconds must be 60 to 600, or default.'], ['smsLifeSeconds=601', 'smsLifeSeconds must be 60 to 600, or default.'],
    ['emailLifeSeconds=soon', 'emailLifeSeconds must be 60 to 600, or default.'], ['codeCheck=never', 'codeCheck must be compare or typed, or default.'],
    ['actionRequired=yes', 'actionRequired must be true or false, or default.'], ['methods=pigeon', 'methods must be one or more of push,sms,email, or default.'], ['pushLifeSeconds=30', 'pushLifeSeconds must be 60 to 600, or default.'],
    ['verifiedMinutes=4', 'verifiedMinutes must be 5 to 60, or default.'], ['verifiedMinutes=61', 'verifiedMinutes must be 5 to 60, or default.'], ['verifiedMinutes=7.5', 'verifiedMinutes must be 5 to 60, or default.'],
    ['alertEmail=Jo <jo@acme.example>', 'alertEmail must be one bare e-mail address, or default.'], ['alertWebhook=http://alerts.example', 'alertWebhook must be an https address, or default.'],
    ['smsCountries=UK', 'smsCountries must be two-letter countries of ISO 3166 such as US,GB, or default.'], ['smsCountries=', 'smsCountries must be two-letter countries of ISO 3166 such as US,GB, or default.'],
    ['technicianSendsPerDay=0', 'technicianSendsPerDay must be 1 to 100000, or default.'], ['tenantSendsPerDay=100001', 'tenantSendsPerDay must be 1 to 100000, or default.'],
    ['smsPartPrice=-1', 'smsPartPrice must be an amount such as 0.05, or default.'], ['smsSpendPerDay=1e9', 'smsSpendPerDay must be an amount such as 50, or default.'],
    ['colour=red', 'There is no such setting; there are: codeCheck, actionRequired, smsLifeSeconds, emailLifeSeconds, pushLifeSeconds, userVerificationRequired, noticeAfterwards, verifiedMinutes, ticketNote, methods, smsCountries, technicianSendsPerDay, tenantSendsPerDay, smsPartPrice, smsSpendPerDay, alertEmail, alertWebhook.'], ['__proto__=x', 'There is no such setting; there are: codeCheck, actionRequired, smsLifeSeconds, emailLifeSeconds, pushLifeSeconds, userVerificationRequired, noticeAfterwards, verifiedMinutes, ticketNote, methods, smsCountries, technicianSendsPerDay, tenantSendsPerDay, smsPartPrice, smsSpendPerDay, alertEmail, alertWebhook.'],
  ])('%s is refused, and nothing changes', async (word, err) => {
    expect(await cli.run('policy', 'set', 'codeCheck=typed', word)).toEqual({ exit: 1, out: '', err });
    expect(table((await cli.run('policy', 'show')).out)[0]).toBe('codeCheck=compare default');
  });
});

test.each([[['fly']], [['tenant']], [['tenant', 'add']], [['technician', 'add', '--name', 'A']], [['technician', 'add', '--shoe', '44']], [['policy', 'set']], [['serve', 'now']], [['backup']], [['restore', 'a', 'b']], [['constructor']],
  [['account', 'list', '--fulll']], [['account', 'list', '--full=yes']], [['account', 're-enable', 'jo@acme.example']], [['account', 'change', 'jo@acme.example']], [['account', 'change', 'jo@acme.example', '--phone', '1']]])('%j is answered with the usage', async (words) => {
  const said = await cli.run(...words);
  expect(said.exit).toBe(2);
  expect(said.err).toMatch(/^Usage: npm run service -- COMMAND\n/);
});

test('a command that was named is answered with its own usage, its first word with those that begin so, anything else with all', async () => {
  const usage = async (...words: string[]) => (await cli.run(...words)).err.split('\n').slice(1).map((line) => line.trim().split(/ +/).slice(0, 2).join(' '));
  expect(await usage('account', 'list', '--fulll')).toEqual(['account list', 'help (lists']);
  expect(await usage('tenant')).toEqual(['tenant add', 'tenant list', 'help (lists']);
  expect(await usage('fly')).toContain('audit verify');
});

test.each(['help', '--help', '-h'])('%s lists all commands and is no mistake', async (word) => {
  const said = await cli.run(word);
  expect(said).toMatchObject({ exit: 0, err: '' });
  for (const name of ['tenant add', 'account re-enable', 'audit retain', 'restore FOLDER', 'serve']) expect(said.out).toContain(`\n  ${name}`);
});

test('before there is a tenant, commands say what to do', async () => {
  expect(await cli.run('technician', 'list')).toEqual({ exit: 1, out: '', err: 'There is no tenant yet: run tenant add NAME first.' });
});

test('a data folder that is a file is named as such', async () => {
  const inPlace = await createTestCli({ COUNTERSIGN_DATA: import.meta.filename });
  expect(await inPlace.run('tenant', 'list')).toEqual({ exit: 1, out: '', err: 'COUNTERSIGN_DATA must name a folder: a file stands there, or a link that leads nowhere.' });
  await inPlace.remove();
});

test('tenants are listed by name; none says what to do', async () => {
  expect((await cli.run('tenant', 'list')).out).toBe('There is no tenant yet: run tenant add NAME first.');
  await cli.run('tenant', 'add', 'Second');
  await cli.run('tenant', 'add', 'First');
  expect((await cli.run('tenant', 'list')).out).toBe('First\nSecond');
});

test('two tenants of one name are refused', async () => {
  await cli.run('tenant', 'add', 'Harbor IT');
  expect((await cli.run('tenant', 'add', 'harbor it')).err).toBe('A tenant of this name is there already.');
});
