import { describe, expect, test } from 'vitest';
import type { Invitation, Notice, PushState } from '../../../service/src/store/types.ts';
import { addPending, addPhones, alertFor, ended, event, jo, keyFor, newId, phoneFor, rowFor, start, startPlan, verifiedNotice } from './fixture.ts';
import { useHouse } from './house.ts';

const house = useHouse();
const bodies = async (tenantId: string) => (await house.store.listAudit(tenantId, 1, 99)).map(({ body }) => body).join();
const readPhones = () => house.other.changePhones(house.world.tenant.id, house.world.accountId, ({ phones }) => ({ result: phones, audit: [] }));

function invitationFor(): Invitation {
  const { world } = house;
  return {
    id: newId(), tenantId: world.tenant.id, accountId: world.accountId, kind: 'link', technicianId: null, phoneId: null, codesSent: 0, codeSentAt: null, triesUsed: 0,
    createdAt: start, expiresAt: start + 1000, endedAt: null,
  };
}

const blocked = (): PushState => ({ accountId: house.world.accountId, unanswered: [start, start + 1], denials: [start], blockedAt: start, blockedBecause: 'denied' });

describe('phones', () => {
  test('are known by their key, with their account and tenant, until they are removed', async () => {
    const { store, other, world } = house;
    const phone = { ...phoneFor(world), credential: { id: 'c', publicKey: 'k', counter: 3, transports: ['internal'] } };
    await addPhones(store, world, phone);
    expect(await other.findPhone(phone.thumbprint)).toEqual({ phone, account: expect.objectContaining({ id: world.accountId, email: jo.email, customerName: 'Acme' }), tenant: world.tenant });
    await store.touchPhone(world.tenant.id, phone.id, start + 5);
    expect(await readPhones()).toEqual([{ ...phone, lastSeenAt: start + 5 }]);
    await addPhones(store, world, { ...phone, removedAt: start + 6 });
    expect(await other.findPhone(phone.thumbprint)).toBeUndefined();
    expect(await readPhones()).toEqual([]);
  });

  test('of one key are one; a removed one makes room', async () => {
    const { store, world, stranger } = house;
    const phone = phoneFor(world);
    await addPhones(store, world, phone);
    await expect(addPhones(store, stranger, { ...phoneFor(stranger), thumbprint: phone.thumbprint })).rejects.toThrow();
    await addPhones(store, world, { ...phone, removedAt: start });
    await addPhones(store, stranger, { ...phoneFor(stranger), thumbprint: phone.thumbprint });
    expect((await store.findPhone(phone.thumbprint))?.tenant).toEqual(stranger.tenant);
  });

  test('cannot be written into another account, nor read by another tenant', async () => {
    const { store, world, stranger } = house;
    await expect(store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, phones: [phoneFor(stranger)], audit: [] }))).rejects.toThrow('within its account');
    expect(await store.changePhones(stranger.tenant.id, world.accountId, () => ({ result: 'reached', audit: [] }))).toBeUndefined();
    await addPhones(store, world, phoneFor(world));
    await store.touchPhone(stranger.tenant.id, (await readPhones())?.[0]?.id ?? '', start + 9);
    expect(await readPhones()).toMatchObject([{ lastSeenAt: null }]);
  });
});

describe('what a link names', () => {
  test('a phone leads to its account, also when it was removed', async () => {
    const { store, other, world } = house;
    const phone = phoneFor(world);
    await addPhones(store, world, { ...phone, removedAt: start });
    expect(await other.findPhoneOwner(phone.id)).toEqual({ tenantId: world.tenant.id, accountId: world.accountId });
    expect(await other.findPhoneOwner(newId())).toBeUndefined();
  });

  test('an alert is found by its id in its own tenant, also when it was cleared', async () => {
    const { store, other, world, stranger } = house;
    const alert = alertFor(world, '7');
    await store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, alert, audit: [] }));
    await store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, clearAlertsAt: start + 1, audit: [] }));
    expect(await other.findAlert(world.tenant.id, alert.id)).toEqual({ ...alert, clearedAt: start + 1 });
    expect(await other.findAlert(stranger.tenant.id, alert.id)).toBeUndefined();
  });

  test('the latest invitation of an account is known beside the one that is asked for', async () => {
    const { store, world } = house;
    const [old, latest] = [invitationFor(), { ...invitationFor(), createdAt: start + 1 }];
    for (const invitation of [latest, old]) await store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, invitation, audit: [] }));
    const facts = await store.changePhones(world.tenant.id, world.accountId, (seen) => ({ result: seen, audit: [] }), { invitationId: old.id });
    expect(facts).toMatchObject({ invitation: old, latestInvitation: latest });
  });
});

describe('what a report of a lost phone needs to know', () => {
  const factsOf = ({ tenant, accountId } = house.world) => house.other.changePhones(tenant.id, accountId, (facts) => ({ result: facts, audit: [] }));
  const tell = ({ tenant, accountId }: typeof house.world, ...more: Partial<Notice>[]) => house.store.changePhones(tenant.id, accountId, () => ({
    result: 0, audit: [], notices: more.map((one) => ({ ...verifiedNotice({ ...house.world, tenant, accountId }), kind: 'lost_phone' as const, details: {}, ...one })),
  }));

  test('when the account\'s latest three e-mails about one were queued, and nobody else\'s notice or another kind of notice', async () => {
    const { world, stranger } = house;
    expect((await factsOf())?.lostReports).toEqual({ mailsAt: [], textsAt: [] });
    await tell(world, ...[5, 1, 3, 2].map((at) => ({ method: 'email' as const, createdAt: start + at })), { kind: 'verified', createdAt: start + 9 });
    await tell(stranger, { method: 'email', createdAt: start + 8 });
    expect((await factsOf())?.lostReports).toEqual({ mailsAt: [start + 5, start + 3, start + 2], textsAt: [] });
  });

  test('when the latest twenty text messages of the whole tenant were queued, newest first', async () => {
    const { store, world, stranger } = house;
    await store.addAccount(world.tenant.id, { ...jo, email: 'kim@acme.example' }, event('account_added'));
    const [kim] = await store.listAccounts(world.tenant.id, { email: 'kim@acme.example' }, '', 1);
    const texts = Array.from({ length: 21 }, (_, index) => ({ method: 'sms' as const, createdAt: start + index }));
    await tell({ ...world, accountId: kim!.id }, ...texts);
    await tell(world, { method: 'sms', createdAt: start + 30 }, { method: 'email', createdAt: start + 31 }, { method: 'sms', kind: 'verified', createdAt: start + 32 });
    await tell(stranger, { method: 'sms', createdAt: start + 40 });
    expect((await factsOf())?.lostReports.textsAt).toEqual([start + 30, ...texts.slice(2).map(({ createdAt }) => createdAt).toReversed()]);
    expect((await factsOf(stranger))?.lostReports).toEqual({ mailsAt: [], textsAt: [start + 40] });
  });

  test('the policy of the tenant and of the account\'s own customer', async () => {
    const { store, world } = house;
    expect(await factsOf()).toMatchObject({ tenantPolicy: {}, customerPolicy: {} });
    await store.writePolicy(world.tenant.id, null, { smsCountries: ['GB'] }, event('policy_set'));
    await store.writePolicy(world.tenant.id, world.customerId, { smsCountries: ['IE'] }, event('policy_set'));
    expect(await factsOf()).toMatchObject({ tenantPolicy: { smsCountries: ['GB'] }, customerPolicy: { smsCountries: ['IE'] } });
  });
});

describe('a change of phones', () => {
  test('writes phone, invitation, push state, alert, notice and entry together', async () => {
    const { store, other, world } = house;
    const invitation = invitationFor();
    await store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, invitation, audit: [event('phone_invited')] }));
    expect(await other.findInvitation(invitation.id)).toEqual(invitation);
    const seen = await store.changePhones(world.tenant.id, world.accountId, (facts) => ({
      result: facts, phones: [phoneFor(world)], invitation: { ...invitation, endedAt: start }, pushState: blocked(), alert: alertFor(world, '7'), notices: [verifiedNotice(world)], audit: [event('phone_added')],
    }), { invitationId: invitation.id });
    expect(seen).toMatchObject({ tenant: world.tenant, account: { id: world.accountId }, phones: [], invitation, pushState: { unanswered: [], blockedAt: null } });
    expect(await other.findInvitation(invitation.id)).toMatchObject({ endedAt: start });
    expect(await other.changePhones(world.tenant.id, world.accountId, ({ pushState }) => ({ result: pushState, audit: [] }))).toEqual(blocked());
    expect(await other.listAlerts(world.tenant.id, 9)).toMatchObject([{ ticketNumber: '7' }]);
    expect(await other.claimNotice(start, 1000)).toMatchObject({ kind: 'verified', destination: null });
    expect(await bodies(world.tenant.id)).toContain('phone_added');
  });

  test('writes nothing when it throws', async () => {
    const { store, world } = house;
    const broken = () => ({ result: 0, phones: [phoneFor(world)], alert: { ...alertFor(world, '7'), ticketNumber: undefined as unknown as string }, audit: [event('phone_added')] });
    await expect(store.changePhones(world.tenant.id, world.accountId, broken)).rejects.toThrow();
    expect(await readPhones()).toEqual([]);
    expect(await bodies(world.tenant.id)).not.toContain('phone_added');
  });

  test('can end every open invitation of its account, and no other\'s', async () => {
    const { store, other, world, stranger } = house;
    const [open, over] = [invitationFor(), { ...invitationFor(), endedAt: start - 5 }];
    const theirs = { ...invitationFor(), tenantId: stranger.tenant.id, accountId: stranger.accountId };
    for (const invitation of [open, over]) await store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, invitation, audit: [] }));
    await store.changePhones(stranger.tenant.id, stranger.accountId, () => ({ result: 0, invitation: theirs, audit: [] }));
    await store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, endInvitationsAt: start + 1, audit: [] }));
    const ends = [open, over, theirs].map(async ({ id }) => (await other.findInvitation(id))?.endedAt);
    expect(await Promise.all(ends)).toEqual([start + 1, start - 5, null]);
  });

  test('sees the invitation of its own account only', async () => {
    const { store, world, stranger } = house;
    const invitation = invitationFor();
    await store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, invitation, audit: [] }));
    await expect(store.changePhones(stranger.tenant.id, stranger.accountId, () => ({ result: 0, audit: [] }), { invitationId: invitation.id })).rejects.toThrow('another account');
  });
});

describe('a push', () => {
  const aPush = async (number: string, at = start) => {
    const { store, world } = house;
    const key = keyFor(world, number);
    const row = { ...rowFor(world, key), method: 'push' as const, codeCheck: 'none' as const, createdAt: at };
    return (await store.start(key, () => ({ ...startPlan(row), pushState: { ...blocked(), blockedAt: null, blockedBecause: null } }))).verification ?? row;
  };

  test('knows the account\'s phones, push state and the ticket\'s flag before SEND', async () => {
    const { store, world, stranger } = house;
    const phone = phoneFor(world);
    await addPhones(store, world, phone);
    await store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, pushState: blocked(), alert: alertFor(world, '8'), audit: [] }));
    await store.changePhones(stranger.tenant.id, stranger.accountId, () => ({ result: 0, alert: alertFor(stranger, '9'), audit: [] }));
    expect(await store.readStart({ ...keyFor(world, '8') })).toMatchObject({ phones: [phone], pushStates: [blocked()], flag: { ticketNumber: '8' } });
    expect((await store.readStart({ ...keyFor(world, '9') })).flag).toBeUndefined();
    await store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, clearAlertsAt: start + 1, audit: [] }));
    expect((await store.readStart({ ...keyFor(world, '8') })).flag).toBeUndefined();
  });

  test('counts as sent to the account, not to its address', async () => {
    const { store, world } = house;
    await aPush('1');
    const { recent, pushStates } = await store.readStart(keyFor(world, '2'));
    expect(recent).toMatchObject([{ method: 'push', destination: world.accountId }]);
    expect(pushStates).toMatchObject([{ unanswered: [start, start + 1] }]);
  });

  test('is answered from what the phones, the account and the state are, all in one write', async () => {
    const { store, other, world } = house;
    const phone = phoneFor(world);
    await addPhones(store, world, phone);
    const push = await aPush('1');
    const moved = { ...phone, credential: { id: 'c', publicKey: 'k', counter: 4, transports: [] } };
    const written = await store.answer(world.tenant.id, push.id, (facts) => {
      expect(facts).toMatchObject({ tenant: world.tenant, account: { id: world.accountId }, phones: [phone], pushState: { denials: [start] }, verification: push });
      const row = { ...ended(push, 'approved'), answeredAt: start, answeredBy: phone.id };
      return { result: 'done', verification: row, phone: moved, pushState: { ...facts.pushState, denials: [] }, alert: alertFor(world, '1'), notices: [verifiedNotice(world)], audit: [event('approved')] };
    });
    expect(written).toMatchObject({ result: 'done', verification: { status: 'approved', answeredBy: phone.id, receipt: expect.stringMatching(/^CS-/) } });
    expect(await readPhones()).toEqual([moved]);
    expect(await other.listAlerts(world.tenant.id, 9)).toHaveLength(1);
    expect(await other.claimNotice(start, 1)).toMatchObject({ kind: 'verified' });
    expect(await other.answer(house.stranger.tenant.id, push.id, () => ({ result: 'crossed', audit: [] }))).toBeUndefined();
  });

  test('goes to phones that take notifications, and is listed newest first for its account only: all since a moment, and the newest ten before', async () => {
    const { store, world, stranger } = house;
    const [on, off] = [phoneFor(world, 'on'), { ...phoneFor(world, 'off'), endpoint: null }];
    await addPhones(store, world, on, off);
    const [older, newer] = [await aPush('1'), await aPush('2', start + 1)];
    await addPending(store, world, '3');
    expect((await store.readLetter(world.tenant.id, older.id))?.phones).toEqual([on]);
    const listed = async (since: number, tenant = world.tenant) => (await store.listPushes(tenant.id, world.accountId, since)).map(({ verification }) => verification.id);
    expect(await listed(start)).toEqual([newer.id, older.id]);
    for (let number = 4; number < 14; number += 1) await aPush(String(number), start + 2);
    expect(await listed(start - 1)).toHaveLength(12);
    expect((await listed(start + 1)).slice(10)).toEqual([newer.id, older.id]);
    expect(await listed(start + 2)).toHaveLength(10);
    expect(await listed(start + 2)).not.toContain(newer.id);
    expect(await listed(start, stranger.tenant)).toEqual([]);
  });
});

test('a notice is found by its id, also when it is done', async () => {
  const { store, other, world } = house;
  const notice = verifiedNotice(world);
  await store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, notices: [notice], audit: [] }));
  await store.updateNotice({ ...notice, doneAt: start + 1 });
  expect(await other.findNotice(notice.id)).toEqual({ ...notice, doneAt: start + 1 });
  expect(await other.findNotice(newId())).toBeUndefined();
});

test('an alert is told of by one worker at a time, until it is done', async () => {
  const { store, other, world } = house;
  const alert = alertFor(world, '1');
  await store.changePhones(world.tenant.id, world.accountId, () => ({ result: 0, alert, audit: [] }));
  expect(await store.claimAlert(start - 1, 1000)).toBeUndefined();
  const claimed = await store.claimAlert(start, 1000);
  expect(claimed).toEqual({ ...alert, attempts: 1, nextAt: start + 1000 });
  expect(await other.claimAlert(start + 999, 1000)).toBeUndefined();
  await store.updateAlert({ ...alert, attempts: 1, nextAt: start + 5000, emailedAt: start + 1 });
  expect(await other.claimAlert(start + 5000, 1000)).toMatchObject({ attempts: 2, emailedAt: start + 1, postedAt: null });
  await store.updateAlert({ ...alert, attempts: 2, doneAt: start + 5001 });
  expect(await other.claimAlert(start + 99_000, 1000)).toBeUndefined();
  await expect(store.updateAlert({ ...alert, tenantId: house.stranger.tenant.id })).rejects.toThrow('No such alert');
});
