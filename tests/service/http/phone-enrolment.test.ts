import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { arrived, auditOf, inviteByLink, inviteInPerson, tokenIn } from '../../support/invited.ts';
import { createTestPhone } from '../../support/phone-client.ts';
import { createTestClock, jo, kim, startTestService } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';

/** Whoever holds one mailbox, or one number, must not become a trusted phone. */

let service: TestService;
let clock: ReturnType<typeof createTestClock>;
beforeEach(async () => {
  clock = createTestClock();
  service = await startTestService({ clock });
});
afterEach(() => service.stop());

const aPhone = () => createTestPhone(service.origin);
const wrong = (code: string) => code.replace(/^./, (digit) => String((Number(digit) + 1) % 10));

/** The code that went to the mobile number after it was asked for. */
async function codeFor(token: string, count = 1): Promise<string> {
  expect((await (await aPhone()).askForCode(token)).status).toBe(200);
  const [newest] = await arrived(service, 'phone_code', count);
  expect(newest).toMatchObject({ method: 'sms', destination: jo.mobile });
  return newest?.about.code ?? '';
}

describe('a phone is added', () => {
  test('by the link from the mailbox and the code from the number, and the account is told by both', async () => {
    const token = await inviteByLink(service);
    const phone = await aPhone();
    expect((await phone.open(token)).body).toMatchObject({ tenant: 'Harbor IT', codeTo: '•••• 0199', codesLeft: 3, nextCodeAt: null, expiresAt: clock.now() + 24 * 3_600_000 });
    const added = await phone.enrol(token, await codeFor(token), 'Jo’s Pixel');
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({ tenant: 'Harbor IT', account: 'Jo Doe', phone: { name: 'Jo’s Pixel', notifications: false, userVerification: false, createdAt: clock.now() }, others: [] });
    expect(added.body.pushKey).toMatch(/^[\w-]{87}$/);
    const told = await arrived(service, 'phone_added', 2);
    expect(told.map(({ method, destination }) => [method, destination]).sort()).toEqual([['email', jo.email], ['sms', jo.mobile]]);
    expect((await phone.readState()).body.phone.id).toBe(added.body.phone.id);
  });

  test('with its key, how and by whom in the audit chain', async () => {
    const { token, code } = await inviteInPerson(service);
    const phone = await aPhone();
    await phone.enrol(token, code);
    const entry = (await auditOf(service)).find(({ type }) => type === 'phone_added');
    expect(entry?.details).toMatchObject({ how: 'administrator', kind: 'in_person', phoneName: 'Test phone', publicKey: { x: phone.jwk.x, y: phone.jwk.y }, thumbprint: expect.stringMatching(/^[\w-]{43}$/) });
  });

  test('once: the same request again, because its answer was lost, adds nothing and answers the same', async () => {
    const { token, code } = await inviteInPerson(service);
    const phone = await aPhone();
    const [first, second] = [await phone.enrol(token, code), await phone.enrol(token, code)];
    expect(second.status).toBe(201);
    expect(second.body.phone.id).toBe(first.body.phone.id);
    expect((await auditOf(service)).filter(({ type }) => type === 'phone_added')).toHaveLength(1);
  });

  test('once, though it follows another invitation with the right code: it stays the phone that it is', async () => {
    const phone = await aPhone();
    const [first, second] = [await inviteInPerson(service), await inviteInPerson(service)];
    const { body: { phone: { id } } } = await phone.enrol(first.token, first.code);
    const again = await phone.enrol(second.token, second.code, 'Renamed');
    expect([again.status, again.body.phone?.id, again.body.others]).toEqual([201, id, []]);
    expect((await (await aPhone()).enrol(second.token, second.code)).body.code).toBe('invitation_over');
    expect((await auditOf(service)).filter(({ type }) => type === 'phone_added')).toHaveLength(1);
  });

  test('by another phone of the account, which shows link and code', async () => {
    const old = await service.addPhone();
    const shown = await old.call('invitePhoneByPhone');
    expect(shown.status).toBe(201);
    expect(shown.body.expiresAt).toBe(clock.now() + 600_000);
    const phone = await aPhone();
    expect((await phone.open(tokenIn(shown.body.link))).body).toMatchObject({ codeTo: null, codesLeft: 0 });
    const added = await phone.enrol(tokenIn(shown.body.link), shown.body.code);
    expect(added.body.others).toMatchObject([{ name: 'Test phone', notifications: true }]);
    expect((await old.call('invitePhoneByPhone')).body).toMatchObject({ code: 'too_soon', retryAfterSeconds: 20 });
  });
});

describe('nobody adds a phone', () => {
  test('who has the link only', async () => {
    const token = await inviteByLink(service);
    const phone = await aPhone();
    expect((await phone.enrol(token, '000000')).body.code).toBe('code_expired');
    const code = await codeFor(token);
    expect((await phone.enrol(token, wrong(code))).body.code).toBe('code_wrong');
    expect((await phone.readState()).body.code).toBe('device_unknown');
  });

  test('who has the code only', async () => {
    const token = await inviteByLink(service);
    const code = await codeFor(token);
    const phone = await aPhone();
    for (const guess of ['x'.repeat(43), token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A'), `${token}A`, token.split('').toReversed().join('')]) {
      expect((await phone.enrol(guess, code)).body.code).toBe('link_invalid');
    }
  });

  test('who holds the mailbox only: the code is never sent there', async () => {
    const token = await inviteByLink(service);
    await codeFor(token);
    const byMail = service.notices.filter(({ method }) => method === 'email').map(({ about }) => about.kind);
    expect(byMail).toEqual(['phone_invited']);
  });

  test('who holds the number only: the link is never sent there', async () => {
    const token = await inviteByLink(service);
    await codeFor(token);
    expect(JSON.stringify(service.notices.filter(({ method }) => method === 'sms'))).not.toContain('#join');
  });

  test('with a code that is ten minutes old, nor after three wrong ones; a new code can be sent three times in all', async () => {
    const token = await inviteByLink(service);
    const phone = await aPhone();
    const first = await codeFor(token);
    clock.advance(600);
    expect((await phone.enrol(token, first)).body.code).toBe('code_expired');
    const second = await codeFor(token, 2);
    for (let attempt = 0; attempt < 3; attempt += 1) expect((await phone.enrol(token, wrong(second))).body.code).toBe('code_wrong');
    expect((await phone.enrol(token, second)).body.code).toBe('code_expired');
    expect((await phone.askForCode(token)).body).toMatchObject({ code: 'too_soon', retryAfterSeconds: 20 });
    clock.advance(20);
    const third = await codeFor(token, 3);
    expect(new Set([first, second, third]).size).toBe(3);
    clock.advance(20);
    expect((await phone.askForCode(token)).body.code).toBe('too_many_sends');
    for (let attempt = 0; attempt < 3; attempt += 1) expect((await phone.enrol(token, wrong(third))).body.code).toBe('code_wrong');
    expect((await phone.enrol(token, third)).body.code).toBe('invitation_over');
  });

  test('with an invitation that was used, also where two race for it', async () => {
    const { token, code } = await inviteInPerson(service);
    const phones = await Promise.all([1, 2, 3, 4].map(aPhone));
    const answers = await Promise.all(phones.map((phone) => phone.enrol(token, code)));
    expect(answers.map(({ status, body }) => (status === 201 ? 'added' : body.code)).sort()).toEqual(['added', 'invitation_over', 'invitation_over', 'invitation_over']);
    expect((await phones[0]!.open(token)).body.code).toBe('invitation_over');
  });

  test('after 24 hours, and where somebody shows both, after ten minutes', async () => {
    const byLink = await inviteByLink(service);
    const shown = await inviteInPerson(service, kim.email);
    clock.advance(600);
    expect((await (await aPhone()).enrol(shown.token, shown.code)).body.code).toBe('invitation_over');
    clock.advance(24 * 3600 - 601);
    expect((await (await aPhone()).open(byLink)).status).toBe(200);
    clock.advance(1);
    expect((await (await aPhone()).open(byLink)).body.code).toBe('invitation_over');
    expect((await (await aPhone()).askForCode(byLink)).body.code).toBe('invitation_over');
  });

  test('by a link whose account is reached elsewhere now', async () => {
    const token = await inviteByLink(service);
    const [account] = await service.store.listAccounts(service.tenant.id, { email: jo.email }, '', 1);
    clock.advance(1);
    await service.store.changeAccount(service.tenant.id, account!.id, (old) => ({ result: null, account: { ...old, mobile: '+12025550100', mobileChangedAt: clock.now() }, notices: [], audit: [] }));
    expect((await (await aPhone()).askForCode(token)).body.code).toBe('invitation_over');
  });

  test('as the sixth', async () => {
    const { token, code } = await inviteInPerson(service);
    for (let count = 0; count < 5; count += 1) await service.addPhone();
    expect((await (await aPhone()).enrol(token, code)).body.code).toBe('too_many_phones');
  });

  test('with a key that another account’s phone has', async () => {
    const { token, code } = await inviteInPerson(service);
    const phone = await service.addPhone('sam@acme.example');
    expect(await phone.enrol(token, code)).toMatchObject({ status: 400, body: { code: 'bad_request' } });
  });

  test('by trying: sixty attempts from one network in ten minutes are all', async () => {
    const phone = await aPhone();
    const statuses = [];
    for (let attempt = 0; attempt < 61; attempt += 1) statuses.push((await phone.open('x'.repeat(43))).status);
    expect(statuses).toEqual([...Array<number>(60).fill(403), 429]);
    clock.advance(601);
    expect((await phone.open(await inviteByLink(service))).status).toBe(200);
  });
});
