import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { notYouLinkSeconds } from '#contract/numbers';
import { createLinkTokens } from '../../../service/src/lib/link-tokens.ts';
import { createInvitations } from '../../../service/src/phones/invitations.ts';
import { createLinks } from '../../../service/src/phones/links.ts';
import type { Store } from '../../../service/src/store/store.ts';
import type { Account, Invitation } from '../../../service/src/store/types.ts';
import { deriveInvitationCode } from '../../../service/src/verification/code.ts';
import { codeKey, createHarness, refusal, seconds, startDelivered, value } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone, press, shown, signAnswer, startPush } from './phones.ts';

/** What links from messages do where the service's core is called twice at once, late, or in between. */

let core: Harness;
beforeEach(async () => {
  core = await createHarness({ configured: ['push', 'sms', 'email'] });
});
afterEach(() => core.close());

const tokens = createLinkTokens(new Uint8Array(32).fill(3));
const deps = (store: Store = core.store) => ({
  store, now: () => core.clock.now, newId: () => crypto.randomUUID(), codeKey, links: tokens, origin: () => 'https://verify.example', pushKey: 'k', testOrigin: undefined,
  configured: new Set(['sms', 'email'] as const), kick: () => undefined, userVerification: { makeOptions: unused, readCredential: unused, verify: unused },
});
const unused = (): never => { throw new Error('not asked for here'); };
const links = () => createLinks(deps());
const accountOf = async (email = 'jo@acme.example'): Promise<Account> => (await core.store.listAccounts(core.tenant.id, { email }, '', 1))[0]!;
const factsOf = async ({ id }: Account) => (await core.store.changePhones(core.tenant.id, id, (facts) => ({ result: facts, audit: [] })))!;
const entries = async (type: string) => (await core.audit()).filter((entry) => entry.type === type);

async function invite(account: Account): Promise<Invitation> {
  const { now } = core.clock;
  const invitation: Invitation = { id: crypto.randomUUID(), tenantId: core.tenant.id, accountId: account.id, kind: 'in_person', technicianId: null, phoneId: null, codesSent: 1, codeSentAt: now, triesUsed: 0, createdAt: now, expiresAt: now + seconds(600), endedAt: null };
  await core.store.changePhones(core.tenant.id, account.id, () => ({ result: 0, invitation, audit: [] }));
  return invitation;
}

/** A success by SMS. */
async function approved(): Promise<{ id: string; token: string }> {
  const { id } = await startDelivered(core);
  value(await core.verifications.decide(core.alex, id, 'approve'));
  return { id, token: tokens.make('not_you', id) };
}

describe('"that was not me"', () => {
  test('said many times at once is one report, and each tap is answered alike', async () => {
    const { id, token } = await approved();
    const taps = await Promise.all(Array.from({ length: 5 }, () => links().useLink(token)));
    expect(taps).toEqual(Array(5).fill({ ok: true, value: { done: 'reported', tenant: core.tenant.name } }));
    expect(await core.store.listAlerts(core.tenant.id, 9)).toMatchObject([{ id, kind: 'not_you' }]);
    expect(await entries('not_you_reported')).toHaveLength(1);
  });

  test('said at once by the link and by the phone is one report', async () => {
    const phone = await addPhone(core);
    const { id } = await startPush(core);
    value(await press(core, phone, id, 'approve'));
    const said = await signAnswer(phone, await shown(core, phone, id), 'not_requested');
    const both = await Promise.all([links().useLink(tokens.make('not_you', id)), core.verifications.answer(phone.who, id, said)]);
    expect(both).toMatchObject([{ ok: true, value: { done: 'reported' } }, { ok: true, value: { reported: true } }]);
    expect(await core.store.listAlerts(core.tenant.id, 9)).toMatchObject([{ id, kind: 'not_you' }]);
    expect([...(await entries('not_you_reported')), ...(await entries('reported_afterwards'))]).toHaveLength(1);
  });

  test('leaves no invitation that a technician makes at the same moment', async () => {
    const { id, token } = await approved();
    let isReported = false;
    const between: Store = {
      ...core.store,
      changePhones: async (...args: Parameters<Store['changePhones']>) => {
        if (!isReported) await links().useLink(token);
        isReported = true;
        return core.store.changePhones(...args) as never;
      },
    };
    expect(refusal(await createInvitations(deps(between)).inviteByTechnician(core.alex, id))).toBe('not_verified');
    expect((await factsOf(await accountOf())).latestInvitation).toBeUndefined();
  });

  test('can be said for thirty days, not a moment longer', async () => {
    const { token } = await approved();
    core.clock.now += seconds(notYouLinkSeconds);
    expect(refusal(await links().useLink(token))).toBe('link_invalid');
    expect((await factsOf(await accountOf())).pushState.blockedAt).toBeNull();
    core.clock.now -= 1;
    expect(value(await links().useLink(token)).done).toBe('reported');
  });

  test.each(['emailChangedAt', 'mobileChangedAt'] as const)('is nothing that whoever reads the old messages can say (%s)', async (changed) => {
    const { token } = await approved();
    core.pass(60);
    const account = await accountOf();
    await core.store.changeAccount(core.tenant.id, account.id, (old) => ({ result: 0, account: { ...old, [changed]: core.clock.now }, notices: [], audit: [] }));
    expect(refusal(await links().useLink(token))).toBe('link_invalid');
    expect((await factsOf(account)).pushState.blockedAt).toBeNull();
    expect(await core.store.listAlerts(core.tenant.id, 9)).toEqual([]);
  });
});

describe('the link of a lost phone', () => {
  test('that removes nothing ends nothing either: what it does stands in the chain', async () => {
    const { who: { account } } = await addPhone(core);
    await links().reportLost(account.email);
    let notice = '';
    for await (const { table, row } of core.store.backup()) if (table === 'notices' && row['kind'] === 'lost_phone') notice = String(row['id']);
    const token = tokens.make('lost', notice);
    core.pass(10);
    const before = await invite(account);
    expect(value(await links().useLink(token)).done).toBe('phones_removed');
    expect((await core.store.findInvitation(before.id))?.endedAt).toBe(core.clock.now);
    expect(await entries('phone_removed')).toHaveLength(1);
    core.pass(600);
    const after = await invite(account);
    const written = (await core.audit()).length;
    expect(value(await links().useLink(token)).done).toBe('phones_removed');
    expect((await core.store.findInvitation(after.id))?.endedAt).toBeNull();
    expect(await core.audit()).toHaveLength(written);
  });
});

describe('a key', () => {
  test('that is added to two accounts at once is one account’s, and the other is told to make a new one', async () => {
    await core.addAccount('Acme', 'kim@acme.example', '+12025550123', 'Kim');
    const orders = [];
    for (const email of ['jo@acme.example', 'kim@acme.example']) {
      const { id } = await invite(await accountOf(email));
      orders.push({ invitation: tokens.make('join', id), code: deriveInvitationCode(codeKey, id, 1), phoneName: 'Pixel' });
    }
    const { enrol } = createInvitations(deps());
    const both = await Promise.all(orders.map((order) => enrol({ thumbprint: 'same', publicKey: { x: 'x', y: 'y' } }, order)));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'bad_request', detail: 'This key belongs to a phone already: make a new one.' } });
  });
});
