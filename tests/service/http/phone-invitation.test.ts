import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { arrived, auditOf, inviteByLink, tokenIn } from '../../support/invited.ts';
import { createTestPhone } from '../../support/phone-client.ts';
import type { TestPhone } from '../../support/phone-client.ts';
import { createTestClock, jo, startTestService, startVerification } from '../../support/service.ts';
import type { TestClient, TestService } from '../../support/service.ts';

/** A technician alone makes nobody's phone a trusted one: they may invite only whom they verified a moment ago. */

let service: TestService;
let clock: ReturnType<typeof createTestClock>;
let alex: TestClient;
beforeEach(async () => {
  clock = createTestClock();
  service = await startTestService({ clock });
  alex = await service.signIn('Alex');
});
afterEach(() => service.stop());

const setCountries = (smsCountries: string[]) => service.store.writePolicy(service.tenant.id, null, { smsCountries }, { type: 'policy_set', at: clock.now(), technicianId: null, verificationId: null, details: {} });

describe('a technician invites', () => {
  async function codeFor(phone: TestPhone, token: string): Promise<string> {
    await phone.askForCode(token);
    return (await arrived(service, 'phone_code'))[0]?.about.code ?? '';
  }

  async function verified(): Promise<string> {
    const { id } = await startVerification(alex, { method: 'sms' });
    expect((await alex.call('decide', { id, body: { decision: 'approve' } })).status).toBe(200);
    return id;
  }

  test('whom they verified: the link goes to the mailbox, the code will go to the number', async () => {
    const id = await verified();
    const invited = await alex.call('invitePhone', { id });
    expect(invited).toMatchObject({ status: 201, body: { linkTo: 'j•••@a•••.example', codeTo: '•••• 0199' } });
    const [notice] = await arrived(service, 'phone_invited');
    expect(notice).toMatchObject({ method: 'email', destination: jo.email });
    const token = tokenIn(notice?.about.link ?? '');
    const phone = await createTestPhone(service.origin);
    expect((await phone.enrol(token, await codeFor(phone, token))).status).toBe(201);
    const entries = await auditOf(service);
    expect(entries.find(({ type }) => type === 'phone_invited')).toMatchObject({ verificationId: id, details: { how: 'technician', kind: 'link' } });
    expect(entries.find(({ type }) => type === 'phone_added')?.technicianId).toBe(entries.find(({ type }) => type === 'phone_invited')?.technicianId);
    expect((await alex.call('invitePhone', { id })).body.code).toBe('too_soon');
  });

  test('nobody before the success, fifteen minutes after it, or after a denial', async () => {
    const { id } = await startVerification(alex, { method: 'sms' });
    expect((await alex.call('invitePhone', { id })).body.code).toBe('not_verified');
    await alex.call('decide', { id, body: { decision: 'deny' } });
    expect((await alex.call('invitePhone', { id })).body.code).toBe('not_verified');
    clock.advance(20);
    const late = await verified();
    clock.advance(900);
    expect((await alex.call('invitePhone', { id: late })).body.code).toBe('not_verified');
  });

  test('nobody whom a colleague verified', async () => {
    const id = await verified();
    expect((await (await service.signIn('Sasha')).call('invitePhone', { id })).body.code).toBe('not_yours');
  });

  test('nobody whose address or number was changed in the last 72 hours, or who has no number', async () => {
    const id = await verified();
    const [account] = await service.store.listAccounts(service.tenant.id, { email: jo.email }, '', 1);
    const change = (more: Partial<NonNullable<typeof account>>) => service.store.changeAccount(service.tenant.id, account!.id, (old) => ({ result: null, account: { ...old, ...more }, notices: [], audit: [] }));
    for (const more of [{ emailChangedAt: clock.now() - 72 * 3_600_000 + 1 }, { emailChangedAt: null, mobileChangedAt: clock.now() }]) {
      await change(more);
      expect((await alex.call('invitePhone', { id })).body.code).toBe('changed_recently');
    }
    await change({ mobile: null, mobileChangedAt: null });
    expect((await alex.call('invitePhone', { id })).body.code).toBe('channel_missing');
  });

  test('nobody whose number is in a country that text messages may not go to', async () => {
    const id = await verified();
    await setCountries(['GB']);
    expect((await alex.call('invitePhone', { id })).body.code).toBe('channel_missing');
    await setCountries(['GB', 'US']);
    expect((await alex.call('invitePhone', { id })).status).toBe(201);
  });
});

test('the code of an invitation does not go to a country that was ruled out since', async () => {
  const token = await inviteByLink(service);
  const phone = await createTestPhone(service.origin);
  await setCountries(['GB']);
  expect((await phone.askForCode(token)).body.code).toBe('channel_missing');
  await setCountries(['US']);
  expect((await phone.askForCode(token)).body).toMatchObject({ codesLeft: 2 });
  expect(await arrived(service, 'phone_code')).toHaveLength(1);
});
