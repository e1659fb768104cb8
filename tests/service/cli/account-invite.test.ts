import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLinkTokens } from '../../../service/src/lib/link-tokens.ts';
import { loadKey } from '../../../service/src/lib/keys.ts';
import type { Invitation, Notice } from '../../../service/src/store/types.ts';
import { createTestCli } from '../../support/cli.ts';
import type { TestCli } from '../../support/cli.ts';

const sending = { COUNTERSIGN_SMTP_URL: 'smtp://127.0.0.1:9', COUNTERSIGN_MAIL_FROM: 'verify@harbor.example', COUNTERSIGN_SMS_GATEWAY_URL: 'http://127.0.0.1:9/sms', COUNTERSIGN_SMS_GATEWAY_TOKEN: 'token' };
const publicOrigin = 'https://verify.harbor.example';

let cli: TestCli;
beforeEach(async () => {
  cli = await createTestCli({ ...sending, COUNTERSIGN_PUBLIC_ORIGIN: publicOrigin });
  await cli.run('tenant', 'add', 'Harbor IT');
  await add('Acme', 'Jo Doe', 'jo@acme.example', '+12025550199');
});
afterEach(() => cli.remove());

const add = (customer: string, name: string, email: string, mobile?: string) =>
  cli.run('account', 'add', '--customer', customer, '--name', name, '--email', email, ...(mobile ? ['--mobile', mobile] : []));

/** Every notice that waits, taken out of the outbox. */
function notices(): Promise<Notice[]> {
  return cli.withStore(async (store) => {
    const found: Notice[] = [];
    for (let notice = await store.claimNotice(Date.now() + 1, 60_000); notice && found.length < 20; notice = await store.claimNotice(Date.now() + 1, 60_000)) found.push(notice);
    return found;
  });
}

function latestInvitation(email: string): Promise<Invitation | undefined> {
  return cli.withStore(async (store) => {
    const [tenant] = await store.listTenants();
    const [account] = await store.listAccounts(tenant!.id, { email }, '', 1);
    return store.changePhones(tenant!.id, account!.id, ({ latestInvitation: latest }) => ({ result: latest, audit: [] }));
  });
}

describe('inviting one', () => {
  test('queues the link for the mailbox, and says what comes next without saying the address', async () => {
    const said = await cli.run('account', 'invite', 'JO@acme.example');
    expect(said).toEqual({ exit: 0, err: '', out: 'Jo Doe of Acme is being sent a link by e-mail. It works for 24 hours; its code goes to the mobile number when the link is opened.' });
    const invitation = await latestInvitation('jo@acme.example');
    expect(await notices()).toMatchObject([{ kind: 'phone_invited', method: 'email', details: { invitationId: invitation?.id } }]);
    expect(invitation).toMatchObject({ kind: 'link', technicianId: null, phoneId: null, codesSent: 0 });
  });

  test('in person shows link, picture and code, once for ten minutes, and sends nothing', async () => {
    const { exit, out } = await cli.run('account', 'invite', 'jo@acme.example', '--in-person');
    expect(exit).toBe(0);
    const [, token = ''] = /https:\/\/verify\.harbor\.example\/p\/#join=([\w-]{43})$/m.exec(out) ?? [];
    const links = createLinkTokens(await loadKey(cli.env['COUNTERSIGN_DATA'] ?? '', 'token', undefined));
    expect(links.read('join', token)).toBe((await latestInvitation('jo@acme.example'))?.id);
    expect(out).toMatch(/^Code: \d{6}$/m);
    expect(out).toMatch(/[▀▄█]{20}/);
    expect(out).toContain('For Jo Doe of Acme, who is here and whom you know. Link and code work once, within 10 minutes.');
    expect(await notices()).toEqual([]);
  });

  test.each<[string, () => Promise<unknown>, string]>([
    ['who has no number', () => add('Acme', 'Sam Roe', 'sam@acme.example'), 'Sam Roe of Acme was not invited: a link and a code need an e-mail address, a mobile number in a country that text messages may go to, and ways to send to both: --in-person needs none.'],
    ['whose number was changed lately', async () => { await add('Acme', 'Sam Roe', 'sam@acme.example', '+12025550123'); return cli.run('account', 'change', 'sam@acme.example', '--mobile', '+12025550124'); }, 'Sam Roe of Acme was not invited: the address or the number was changed in the last 72 hours: --in-person works at once.'],
    ['who is in two customers', async () => { await add('Acme', 'Sam', 'sam@acme.example'); return add('Globex', 'Sam', 'sam@acme.example'); }, 'Several customers have this address (Acme, Globex): say which with --customer NAME.'],
    ['who is not there', async () => undefined, 'There is no account with this address: account list shows all.'],
  ])('somebody %s is refused with the reason and the next step', async (_, prepare, err) => {
    await prepare();
    expect(await cli.run('account', 'invite', 'sam@acme.example')).toEqual({ exit: 1, out: '', err });
  });

  test('where links would lead nowhere is refused', async () => {
    const exposed = await createTestCli({ ...sending, COUNTERSIGN_HOST: '0.0.0.0' });
    await exposed.run('tenant', 'add', 'Harbor IT');
    expect((await exposed.run('account', 'invite', 'jo@acme.example')).err).toBe('COUNTERSIGN_PUBLIC_ORIGIN is not set: links must lead where phones reach the service.');
    await exposed.remove();
  });

  test.each([[], ['jo@acme.example', '--file', 'x.csv'], ['--file', 'x.csv', '--in-person'], ['--file', 'x.csv', '--customer', 'Acme']])('%j is not understood', async (...words) => {
    expect(await cli.run('account', 'invite', ...words.flat())).toMatchObject({ exit: 2, err: expect.stringContaining('account invite ADDRESS') });
  });
});

describe('inviting many', () => {
  test('sends the good lines, names the bad ones, and sends nothing twice within a day', async () => {
    await add('Acme', 'Sam Roe', 'sam@acme.example');
    await add('Acme', 'Kim Poe', 'kim@shared.example', '+12025550123');
    await add('Globex', 'Kim Poe', 'kim@shared.example', '+12025550123');
    const file = await cli.writeCsv('E-Mail,Customer\njo@acme.example,\nsam@acme.example,\nkim@shared.example,\nkim@shared.example,globex\nnobody@acme.example,\nJo <jo@acme.example>,\n');
    const first = await cli.run('account', 'invite', '--file', file);
    expect(first.out.split('\n').toSorted()).toEqual([
      '2 invited, 0 invited before, 4 not invited.',
      'Line 2: invited.',
      'Line 3: a link and a code need an e-mail address, a mobile number in a country that text messages may go to, and ways to send to both: --in-person needs none.',
      'Line 4: several customers have this address: say which in the column customer.',
      'Line 5: invited.',
      'Line 6: there is no account with this address.',
      'Line 7: the e-mail address must stand alone, without a name or brackets.',
    ]);
    expect(first).toMatchObject({ exit: 1, err: 'Correct the lines that are named and run it again: nobody is invited twice within a day.' });
    expect(await notices()).toHaveLength(2);
    const second = await cli.run('account', 'invite', '--file', file);
    expect(second.out).toContain('0 invited, 2 invited before, 4 not invited.');
    expect(await notices()).toEqual([]);
  });

  test('of a file without the column says which is missing', async () => {
    expect((await cli.run('account', 'invite', '--file', await cli.writeCsv('name\nJo'))).err).toBe('The first line must name the columns email, customer; missing: email.');
  });
});
