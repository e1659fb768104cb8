import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decideRemove } from '../../../service/src/phones/remove.ts';
import { arrived, auditOf, inviteInPerson, tokenIn } from '../../support/invited.ts';
import { createTestPhone } from '../../support/phone-client.ts';
import { createTestClock, jo, startTestService, startVerification } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import { createTestClient } from '../../support/test-client.ts';

/** What somebody who holds a stolen phone has of it once its owner, an administrator or another phone has acted. */

let service: TestService;
let clock: ReturnType<typeof createTestClock>;
beforeEach(async () => {
  clock = createTestClock();
  service = await startTestService({ clock });
});
afterEach(() => service.stop());

type Phone = Awaited<ReturnType<typeof createTestPhone>>;
const useLink = async (token: string) => (await createTestClient(service.origin)).call('useLink', { body: { token } });
const openInvitation = async (invitation: string) => (await createTestClient(service.origin)).call('openInvitation', { body: { invitation } });
const idOf = async (phone: Phone): Promise<string> => (await phone.readState()).body.phone.id;
const isTrusted = async (phone: Phone) => (await phone.readState()).status === 200;
const removals = async () => (await auditOf(service)).filter(({ type }) => type === 'phone_removed').length;

/** The token of the link that a report sends. */
async function reportLost(): Promise<string> {
  await (await createTestClient(service.origin)).call('reportLostPhone', { body: { email: jo.email } });
  return tokenIn((await arrived(service, 'lost_phone', 2))[0]?.about.link ?? '');
}

/** "Add another phone" on `phone`. */
async function letIn(phone: Phone): Promise<Phone> {
  clock.advance(30);
  const { body } = await phone.call('invitePhoneByPhone');
  const added = await createTestPhone(service.origin);
  expect((await added.enrol(tokenIn(body.link), body.code)).status).toBe(201);
  return added;
}

async function joinInPerson(): Promise<Phone> {
  clock.advance(30);
  const { token, code } = await inviteInPerson(service);
  const phone = await createTestPhone(service.origin);
  expect((await phone.enrol(token, code)).status).toBe(201);
  return phone;
}

describe('the link of a lost phone leaves none behind', () => {
  test('that the stolen one let in between the report and the tap, nor one that was let in by that', async () => {
    const stolen = await service.addPhone();
    const token = await reportLost();
    const own = await letIn(stolen);
    const second = await letIn(own);
    clock.advance(30);
    expect((await useLink(token)).body.done).toBe('phones_removed');
    for (const phone of [stolen, own, second]) expect(await isTrusted(phone)).toBe(false);
    expect(await removals()).toBe(3);
  });

  test('that the stolen one let in before it removed itself', async () => {
    const stolen = await service.addPhone();
    const token = await reportLost();
    const own = await letIn(stolen);
    await stolen.call('removePhone', { id: await idOf(stolen) });
    clock.advance(30);
    expect((await useLink(token)).body.done).toBe('phones_removed');
    expect(await isTrusted(own)).toBe(false);
  });

  test('but those of an invitation by the help desk since, and what they let in, and says that there are some', async () => {
    const stolen = await service.addPhone();
    const token = await reportLost();
    const added = await joinInPerson();
    const second = await letIn(added);
    clock.advance(30);
    for (let tap = 0; tap < 2; tap += 1) expect((await useLink(token)).body).toEqual({ done: 'earlier_phones_removed', tenant: 'Harbor IT' });
    expect([await isTrusted(stolen), await isTrusted(added), await isTrusted(second)]).toEqual([false, true, true]);
  });
});

/** A success on the word of a stolen phone, on a ticket of its own. */
async function approvedByStolen() {
  const alex = await service.signIn();
  const [stolen, other] = [await service.addPhone(), await service.addPhone()];
  const { id } = await startVerification(alex, { method: 'push', check: 'none' });
  expect((await stolen.answer(await stolen.request(id), 'approve')).status).toBe(200);
  return { alex, stolen, other, id };
}

describe('a success on the word of a phone that was removed since', () => {
  test('counts no more, and invites nobody', async () => {
    const { alex, stolen, id } = await approvedByStolen();
    expect((await alex.call('getVerification', { id })).body).toMatchObject({ canInvite: true, verifiedUntil: expect.any(Number) });
    expect((await useLink(await reportLost())).body.done).toBe('phones_removed');
    expect(await isTrusted(stolen)).toBe(false);
    expect((await alex.call('getVerification', { id })).body).toMatchObject({ status: 'approved', canInvite: false, verifiedUntil: null });
    expect((await alex.call('invitePhone', { id })).body.code).toBe('not_verified');
  });
});

describe('an invitation by a technician, on the word of a stolen phone, ends', () => {
  async function invited() {
    const { alex, stolen, other, id } = await approvedByStolen();
    expect((await alex.call('invitePhone', { id })).status).toBe(201);
    const token = tokenIn((await arrived(service, 'phone_invited', 1))[0]?.about.link ?? '');
    expect((await openInvitation(token)).status).toBe(200);
    return { alex, stolen, other, id, token };
  }

  test('where an administrator removes the phone', async () => {
    const { token } = await invited();
    const [account] = await service.store.listAccounts(service.tenant.id, { email: jo.email }, '', 1);
    await service.store.changePhones(service.tenant.id, account!.id, (facts) => decideRemove(facts, () => true, { how: 'administrator' }, { now: clock.now(), newId: () => crypto.randomUUID() }));
    expect((await openInvitation(token)).body.code).toBe('invitation_over');
  });

  test('where another phone removes it', async () => {
    const { stolen, other, token } = await invited();
    expect((await other.call('removePhone', { id: await idOf(stolen) })).status).toBe(204);
    expect((await openInvitation(token)).body.code).toBe('invitation_over');
  });

  test('where the person says on another phone that a later push was not asked for, and nobody invites them again', async () => {
    const { alex, other, id, token } = await invited();
    clock.advance(60);
    const second = await startVerification(alex, { method: 'push', check: 'none' });
    expect((await other.answer(await other.request(second.id), 'not_requested')).status).toBe(200);
    expect((await openInvitation(token)).body.code).toBe('invitation_over');
    clock.advance(60);
    expect((await alex.call('invitePhone', { id })).body.code).toBe('account_blocked');
    expect((await other.call('invitePhoneByPhone')).body.code).toBe('account_blocked');
  });
});
