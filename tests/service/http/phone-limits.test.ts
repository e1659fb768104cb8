import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLinkTokens } from '../../../service/src/lib/link-tokens.ts';
import { loadKey } from '../../../service/src/lib/keys.ts';
import type { Store } from '../../../service/src/store/store.ts';
import { arrived, auditOf, inviteInPerson } from '../../support/invited.ts';
import { createTestClock, jo, startTestService } from '../../support/service.ts';
import type { TestClient, TestService } from '../../support/service.ts';
import { createTestClient } from '../../support/test-client.ts';

/** Who holds a link needs no sign-in; how often one network may try is limited, and what it tries takes nothing from another. */

const publicOrigin = 'https://verify.harbor.example';
const home = '2001:db8:1:2:aaaa::1';
const noToken = 'x'.repeat(43);
let service: TestService;
let clock: ReturnType<typeof createTestClock>;
let client: TestClient;
let counted: string[];
beforeEach(async () => {
  clock = createTestClock();
  counted = [];
  const wrapStore = (store: Store): Store => ({ ...store, takeAttempt: (key, ...more) => { counted.push(key); return store.takeAttempt(key, ...more); } });
  service = await startTestService({ clock, wrapStore, env: { COUNTERSIGN_PUBLIC_ORIGIN: publicOrigin } });
  client = await createTestClient(service.origin, { seenAs: publicOrigin });
});
afterEach(() => service.stop());

const from = (network: string) => ({ headers: { 'X-Forwarded-For': network } });
const useLink = (network: string, token = noToken) => client.call('useLink', { body: { token }, ...from(network) });
const reportLost = (network: string, email: string) => client.call('reportLostPhone', { body: { email }, ...from(network) });
const statuses = async (times: number, ask: () => Promise<{ status: number }>) => (await Promise.all(Array.from({ length: times }, ask))).map(({ status }) => status).sort();
const networks = Array.from({ length: 11 }, (_, index) => `192.0.2.${index}`);

async function aRemovalLink(): Promise<string> {
  await service.addPhone();
  const links = createLinkTokens(await loadKey(service.config.dataFolder, 'token', service.config.tokenKey));
  const [account] = await service.store.listAccounts(service.tenant.id, { email: jo.email }, '', 1);
  const phones = await service.store.changePhones(service.tenant.id, account!.id, (facts) => ({ result: facts.phones, audit: [] }));
  return links.make('remove_phone', phones?.[0]?.id ?? '');
}

describe('strangers who try from many networks', () => {
  test('do not keep an owner\'s link from working, nor an invitation from being opened and used', async () => {
    const token = await aRemovalLink();
    for (const network of networks) await statuses(60, () => useLink(network));
    expect(await useLink(home, token)).toMatchObject({ status: 200, body: { done: 'phone_removed' } });
    const { token: invitation, code } = await inviteInPerson(service);
    expect((await client.call('openInvitation', { body: { invitation }, ...from(home) })).status).toBe(200);
    expect((await client.call('enrol', { body: { invitation, code, phoneName: 'Pixel' }, ...from(home) })).status).toBe(201);
  });

  test('do not keep an owner from reporting a lost phone', async () => {
    await service.addPhone();
    for (const network of networks) await statuses(10, () => reportLost(network, 'who@acme.example'));
    expect((await reportLost(home, jo.email)).status).toBe(204);
    expect(await arrived(service, 'lost_phone', 2)).toHaveLength(2);
  });

  test('do not keep an owner from being told by reporting the same address over and over', async () => {
    await service.addPhone();
    for (const network of networks) expect(await statuses(10, () => reportLost(network, jo.email))).toEqual(Array(10).fill(204));
    clock.advance(3600);
    expect((await reportLost(home, jo.email)).status).toBe(204);
    expect((await auditOf(service)).filter(({ type }) => type === 'phone_reported_lost')).toMatchObject([{ at: clock.now() - 3_600_000 }, { at: clock.now() }]);
  });
});

describe('one network', () => {
  test('tries links sixty times in ten minutes', async () => {
    const token = await aRemovalLink();
    expect(await statuses(61, () => useLink('192.0.2.1'))).toEqual([...Array<number>(60).fill(403), 429]);
    expect((await useLink('192.0.2.1', token)).body.code).toBe('too_many_attempts');
    clock.advance(601);
    expect((await useLink('192.0.2.1', token)).status).toBe(200);
  });

  test('reports ten lost phones in ten minutes, whosever they are, and what is counted names no address', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1) expect((await reportLost('192.0.2.1', `who${attempt}@acme.example`)).status).toBe(204);
    expect((await reportLost('192.0.2.1', jo.email)).body.code).toBe('too_many_attempts');
    expect(new Set(counted)).toEqual(new Set(['lost-phone:192.0.2.1']));
    clock.advance(601);
    expect((await reportLost('192.0.2.1', jo.email)).status).toBe(204);
  });
});
