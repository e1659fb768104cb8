import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContactOptions } from '#contract/verification';
import { loadKey } from '../../../service/src/lib/keys.ts';
import { createLinkTokens } from '../../../service/src/lib/link-tokens.ts';
import { aRequest, createTestClock, jo, sam, startTestService, startVerification } from '../../support/service.ts';
import type { TestClient, TestService } from '../../support/service.ts';
import { createTestClient } from '../../support/test-client.ts';

/** How long a success counts, as technicians' browsers see it. */

let service: TestService;
let clock: ReturnType<typeof createTestClock>;
let alex: TestClient;
let sasha: TestClient;
beforeEach(async () => {
  clock = createTestClock();
  service = await startTestService({ clock });
  [alex, sasha] = [await service.signIn('Alex'), await service.signIn('Sasha')];
});
afterEach(() => service.stop());

/** One ticket, so that only the contact differs. */
const contactOf = (account: typeof jo | typeof sam, ticket: ReturnType<typeof aRequest>['contact']['ticket']) => ({ ...aRequest(account).contact, ticket });

async function verify() {
  const live = await startVerification(alex, { method: 'sms', action: 'password_reset' });
  await alex.call('decide', { id: live.id, body: { decision: 'approve' } });
  const look = async (client: TestClient, account: typeof jo | typeof sam = jo): Promise<ContactOptions> => {
    const { status, body } = await client.call('resolveContact', { body: { contact: contactOf(account, live.ticket) } });
    expect(status).toBe(200);
    return body;
  };
  return { id: live.id, look };
}

describe('somebody who was verified', () => {
  test('is so for a colleague too, who sees by whom, until the time is over', async () => {
    const at = clock.now();
    const { id, look } = await verify();
    clock.advance(180);
    expect(await look(sasha)).toMatchObject({ verified: { id, at, until: at + 900_000, technicianName: 'Alex', method: 'sms', action: 'password_reset' }, now: clock.now() });
    expect((await sasha.call('getVerification', { id })).body).toMatchObject({ yours: false, status: 'approved', verifiedUntil: at + 900_000 });
    clock.advance(720);
    expect((await look(sasha)).verified).toBeNull();
    expect((await alex.call('getVerification', { id })).body.verifiedUntil).toBeNull();
  });

  test('is nobody else: the next contact on the ticket is not verified, and the first one still is', async () => {
    const { id, look } = await verify();
    expect((await look(sasha, sam)).verified).toBeNull();
    expect((await look(sasha)).verified?.id).toBe(id);
  });

  test('is not any more after the link in the notice says that it was somebody else, and nobody can be invited by it', async () => {
    const { id, look } = await verify();
    const links = createLinkTokens(await loadKey(service.config.dataFolder, 'token', service.config.tokenKey));
    const used = await (await createTestClient(service.origin)).call('useLink', { body: { token: links.make('not_you', id) } });
    expect(used.status).toBe(200);
    for (const client of [alex, sasha]) expect(await look(client)).toMatchObject({ verified: null, flaggedAt: clock.now() });
    expect((await alex.call('getVerification', { id })).body).toMatchObject({ verifiedUntil: null, canInvite: false });
    expect((await alex.call('invitePhone', { id })).body.code).toBe('not_verified');
  });

  test('may be invited to the phone app as long as policy lets the success count', async () => {
    const event = { type: 'policy_set', at: clock.now(), technicianId: null, verificationId: null, details: {} };
    await service.store.writePolicy(service.tenant.id, null, { verifiedMinutes: 5 }, event);
    const { id } = await verify();
    clock.advance(300);
    expect((await alex.call('invitePhone', { id })).body.code).toBe('not_verified');
    await service.store.writePolicy(service.tenant.id, null, { verifiedMinutes: 60 }, event);
    expect((await alex.call('invitePhone', { id })).status).toBe(201);
  });
});
