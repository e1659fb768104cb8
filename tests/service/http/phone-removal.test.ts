import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLinkTokens } from '../../../service/src/lib/link-tokens.ts';
import { loadKey } from '../../../service/src/lib/keys.ts';
import { arrived, auditOf, inviteInPerson, tokenIn } from '../../support/invited.ts';
import { createTestPhone } from '../../support/phone-client.ts';
import { createTestClock, jo, sam, startTestService, startVerification } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import { createTestClient } from '../../support/test-client.ts';

let service: TestService;
let clock: ReturnType<typeof createTestClock>;
beforeEach(async () => {
  clock = createTestClock();
  service = await startTestService({ clock });
});
afterEach(() => service.stop());

const useLink = async (token: string) => (await createTestClient(service.origin)).call('useLink', { body: { token } });
const reportLost = async (email: string) => (await createTestClient(service.origin)).call('reportLostPhone', { body: { email } });
const entries = async (type: string) => (await auditOf(service)).filter((entry) => entry.type === type);

async function joinInPerson() {
  const { token, code } = await inviteInPerson(service);
  const phone = await createTestPhone(service.origin);
  await phone.enrol(token, code, 'Pixel');
  return phone;
}

describe('a phone is removed', () => {
  test('by one tap on the link that announced it, at once, and again without harm', async () => {
    const phone = await joinInPerson();
    const [told] = await arrived(service, 'phone_added', 2);
    const token = tokenIn(told?.about.link ?? '');
    expect(await useLink(token)).toMatchObject({ status: 200, body: { done: 'phone_removed', tenant: 'Harbor IT' } });
    for (const name of ['readPhone', 'listRequests', 'invitePhoneByPhone', 'makeCredentialOptions'] as const) expect((await phone.call(name)).body.code).toBe('device_unknown');
    expect((await useLink(token)).body).toEqual({ done: 'phone_removed', tenant: 'Harbor IT' });
    expect(await entries('phone_removed')).toMatchObject([{ details: { how: 'link', phoneName: 'Pixel', thumbprint: expect.any(String) } }]);
    expect((await arrived(service, 'phone_removed', 2)).map(({ method }) => method).sort()).toEqual(['email', 'sms']);
  });

  test('by itself and by another phone of the account, never by a stranger’s', async () => {
    const [first, second, stranger] = [await service.addPhone(), await service.addPhone(jo.email, { name: 'Old' }), await service.addPhone(sam.email)];
    const { id } = (await second.readState()).body.phone;
    expect((await stranger.call('removePhone', { id })).body.code).toBe('not_found');
    expect((await first.call('removePhone', { id })).status).toBe(204);
    expect((await second.readState()).body.code).toBe('device_unknown');
    expect((await first.call('removePhone', { id })).body.code).toBe('not_found');
    const own = (await first.readState()).body.phone.id;
    expect((await first.call('removePhone', { id: own })).status).toBe(204);
    expect((await first.readState()).body.code).toBe('device_unknown');
    expect((await entries('phone_removed')).map(({ details }) => details['how'])).toEqual(['phone', 'phone']);
  });

  test('while a push waits for it: it cannot answer any more', async () => {
    const [gone, other] = [await service.addPhone(), await service.addPhone()];
    const { id } = await startVerification(await service.signIn(), { method: 'push', check: 'none' });
    const request = await gone.request(id);
    await other.call('removePhone', { id: (await gone.readState()).body.phone.id });
    expect((await gone.answer(request, 'approve')).body.code).toBe('device_unknown');
    expect((await other.request(id)).status).toBe('pending');
  });
});

describe('a phone that was removed does not come back', () => {
  /** What a stolen phone keeps in reserve: link and code of an invitation of its own. */
  async function inReserve(phone: Awaited<ReturnType<typeof service.addPhone>>) {
    const { body } = await phone.call('invitePhoneByPhone');
    return { token: tokenIn(body.link), code: body.code as string };
  }
  const tryToJoin = async ({ token, code }: { token: string; code: string }) => (await createTestPhone(service.origin)).enrol(token, code);

  test('by an invitation that it made before', async () => {
    const [stolen, other] = [await service.addPhone(), await service.addPhone()];
    const reserve = await inReserve(stolen);
    await other.call('removePhone', { id: (await stolen.readState()).body.phone.id });
    expect((await tryToJoin(reserve)).body.code).toBe('invitation_over');
    expect((await other.readState()).body.others).toEqual([]);
  });

  test('by any invitation that was open when its owner reported it lost, or said "that was not me"', async () => {
    const stolen = await service.addPhone();
    const reserve = await inReserve(stolen);
    const { token, code } = await inviteInPerson(service);
    await reportLost(jo.email);
    await useLink(tokenIn((await arrived(service, 'lost_phone', 2))[0]?.about.link ?? ''));
    for (const invitation of [reserve, { token, code }]) expect((await tryToJoin(invitation)).body.code).toBe('invitation_over');
    const again = await inviteInPerson(service);
    const alex = await service.signIn();
    const { id } = await startVerification(alex, { method: 'sms' });
    await alex.call('decide', { id, body: { decision: 'approve' } });
    const links = createLinkTokens(await loadKey(service.config.dataFolder, 'token', service.config.tokenKey));
    expect((await useLink(links.make('not_you', id))).status).toBe(200);
    expect((await tryToJoin(again)).body.code).toBe('invitation_over');
  });

  test('by one tap on the link that announced it, with an invitation by its owner\'s help desk still open', async () => {
    const phone = await joinInPerson();
    clock.advance(30);
    const reserve = await inReserve(phone);
    const open = await inviteInPerson(service);
    await useLink(tokenIn((await arrived(service, 'phone_added', 2))[0]?.about.link ?? ''));
    for (const invitation of [reserve, open]) expect((await tryToJoin(invitation)).body.code).toBe('invitation_over');
  });
});

describe('a lost phone', () => {
  test('is reported with the same answer for known and unknown addresses, and the link goes where the account is reached', async () => {
    const [phone, second] = [await service.addPhone(), await service.addPhone()];
    const answers = [];
    for (const email of [jo.email, ' JO@acme.example', 'nobody@acme.example', 'not an address', sam.email]) answers.push(await reportLost(email));
    expect(answers.map(({ status, body }) => [status, body])).toEqual(Array(5).fill([204, '']));
    const told = await arrived(service, 'lost_phone', 2);
    expect(told.map(({ destination }) => destination).sort()).toEqual([jo.mobile, jo.email].sort());
    const token = tokenIn(told[0]?.about.link ?? '');
    expect((await useLink(token)).body).toEqual({ done: 'phones_removed', tenant: 'Harbor IT' });
    for (const one of [phone, second]) expect((await one.readState()).body.code).toBe('device_unknown');
    expect((await useLink(token)).body.done).toBe('phones_removed');
    expect(await entries('phone_removed')).toHaveLength(2);
    expect(await entries('phone_reported_lost')).toHaveLength(1);
  });

  test('is the link of one report: it ends after a day, and reaches no phone that was added since', async () => {
    const old = await service.addPhone();
    await reportLost(jo.email);
    const token = tokenIn((await arrived(service, 'lost_phone', 2))[0]?.about.link ?? '');
    clock.advance(60);
    const added = await joinInPerson();
    expect((await useLink(token)).body.done).toBe('earlier_phones_removed');
    expect([(await old.readState()).body.code, (await added.readState()).status]).toEqual(['device_unknown', 200]);
    clock.advance(24 * 3600);
    expect((await useLink(token)).body.code).toBe('link_invalid');
    expect((await added.readState()).status).toBe(200);
  });

  test('is no link any more once the address or number was changed: whoever read the old one is somebody else', async () => {
    const phone = await service.addPhone();
    await reportLost(jo.email);
    const token = tokenIn((await arrived(service, 'lost_phone', 2))[0]?.about.link ?? '');
    clock.advance(1);
    const [account] = await service.store.listAccounts(service.tenant.id, { email: jo.email }, '', 1);
    await service.store.changeAccount(service.tenant.id, account!.id, (current) => ({ result: 0, account: { ...current, mobile: '+12025550111', mobileChangedAt: clock.now() }, notices: [], audit: [] }));
    expect((await useLink(token)).body.code).toBe('link_invalid');
    expect((await phone.readState()).status).toBe(200);
  });
});

describe('"that was not me"', () => {
  async function approved(): Promise<{ id: string; token: string }> {
    const alex = await service.signIn();
    const { id } = await startVerification(alex, { method: 'sms' });
    await alex.call('decide', { id, body: { decision: 'approve' } });
    const links = createLinkTokens(await loadKey(service.config.dataFolder, 'token', service.config.tokenKey));
    return { id, token: links.make('not_you', id) };
  }

  test('alerts the MSP, flags the ticket and stops pushes, once', async () => {
    const { id, token } = await approved();
    for (let tap = 0; tap < 3; tap += 1) expect((await useLink(token)).body).toEqual({ done: 'reported', tenant: 'Harbor IT' });
    expect(await service.store.listAlerts(service.tenant.id, 9)).toMatchObject([{ kind: 'not_you', verificationId: id, at: clock.now() }]);
    expect(await entries('not_you_reported')).toMatchObject([{ verificationId: id }]);
    const [account] = await service.store.listAccounts(service.tenant.id, { email: jo.email }, '', 1);
    const state = await service.store.changePhones(service.tenant.id, account!.id, ({ pushState }) => ({ result: pushState, audit: [] }));
    expect(state).toMatchObject({ blockedAt: clock.now(), blockedBecause: 'not_requested' });
  });

  test('is nothing that a link about another purpose, a pending verification or a made-up one can say', async () => {
    const { id } = await startVerification(await service.signIn());
    const links = createLinkTokens(await loadKey(service.config.dataFolder, 'token', service.config.tokenKey));
    for (const token of [links.make('not_you', id), links.make('join', id), links.make('remove_phone', id), links.make('lost', id), createLinkTokens(new Uint8Array(32)).make('not_you', id), 'x'.repeat(43)]) {
      expect((await useLink(token)).body.code).toBe('link_invalid');
    }
    expect(await service.store.listAlerts(service.tenant.id, 9)).toEqual([]);
  });
});
