import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTechnician, revokeTechnician } from '../../../service/src/directory/technicians.ts';
import { createTestClock, startTestService } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import { createTestClient } from '../../support/test-client.ts';

let service: TestService;
let clock: ReturnType<typeof createTestClock>;
beforeEach(async () => {
  clock = createTestClock();
  service = await startTestService({ clock });
});
afterEach(() => service.stop());

test('a pairing code works once', async () => {
  const code = await service.invite();
  const first = await createTestClient(service.origin);
  const paired = await first.pair(code);
  expect(paired.status).toBe(201);
  expect(paired.body).toEqual({ technician: { name: 'Alex', role: 'technician' }, tenant: { name: 'Harbor IT' } });
  const second = await createTestClient(service.origin);
  expect((await second.pair(code)).body.code).toBe('pairing_code_invalid');
  expect((await first.signIn()).status).toBe(200);
});

test('two browsers racing for one code: one is paired', async () => {
  const code = await service.invite();
  const clients = await Promise.all([1, 2, 3, 4].map(() => createTestClient(service.origin)));
  const answers = await Promise.all(clients.map((client) => client.pair(code)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403, 403]);
});

test('a pairing code may be typed in any usual way', async () => {
  const code = (await service.invite()).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replace('-', ' - ');
  expect((await (await createTestClient(service.origin)).pair(` ${code}`)).status).toBe(201);
});

test('a pairing code is over after fifteen minutes', async () => {
  const code = await service.invite();
  clock.advance(900);
  expect((await (await createTestClient(service.origin)).pair(code)).body.code).toBe('pairing_code_invalid');
});

test('a revoked technician’s code is dead', async () => {
  const code = await service.invite();
  const technician = await findTechnician(service.store, service.tenant.id, 'technician1@harbor.example');
  await revokeTechnician({ store: service.store, now: clock.now }, technician!);
  expect((await (await createTestClient(service.origin)).pair(code)).body.code).toBe('pairing_code_invalid');
});

test('after ten attempts even the right code waits, and the answer says how long', async () => {
  const client = await createTestClient(service.origin);
  const code = await service.invite();
  const statuses = [];
  for (let attempt = 0; attempt < 11; attempt += 1) statuses.push((await client.pair('00000-00000')).status);
  expect(statuses).toEqual([...Array<number>(10).fill(403), 429]);
  const limited = await client.pair(code);
  expect(limited.body.code).toBe('too_many_attempts');
  expect(Number(limited.headers.get('Retry-After'))).toBeGreaterThan(0);
  clock.advance(601);
  expect((await client.pair(code)).status).toBe(201);
});

test('behind a proxy one address that tries too often does not keep another from pairing', async () => {
  const publicOrigin = 'https://verify.harbor.example';
  const own = await startTestService({ clock, env: { COUNTERSIGN_PUBLIC_ORIGIN: publicOrigin } });
  const client = await createTestClient(own.origin);
  const pairFrom = async (forwarded: string, pairingCode: string) => {
    const ask = async (nonce?: string) => fetch(`${own.origin}/v1/pairing`, {
      method: 'POST', body: JSON.stringify({ pairingCode, deviceName: 'Browser' }),
      headers: { 'Content-Type': 'application/json', 'X-Forwarded-For': forwarded, DPoP: await client.makeProof({ method: 'POST', url: `${publicOrigin}/v1/pairing`, nonce }) },
    });
    return (await ask((await ask()).headers.get('DPoP-Nonce') ?? '')).status;
  };
  const code = await own.invite();
  for (let attempt = 0; attempt < 10; attempt += 1) expect(await pairFrom(`10.0.0.${attempt}, 192.0.2.7`, '00000-00000')).toBe(403);
  expect(await pairFrom('10.0.0.99, 192.0.2.7', code)).toBe(429);
  expect(await pairFrom('2001:db8:1:2:aaaa::1', code)).toBe(201);
  await own.stop();
});

test('pairing, signing out and revoking stand in the audit chain', async () => {
  const client = await service.signIn();
  await client.call('signOut');
  const technician = await findTechnician(service.store, service.tenant.id, 'technician1@harbor.example');
  await revokeTechnician({ store: service.store, now: clock.now }, technician!);
  const types = (await service.store.listAudit(service.tenant.id, 1, 100)).map(({ body }) => (JSON.parse(body) as { type: string }).type);
  expect(types.filter((type) => type !== 'account_added')).toEqual(['technician_added', 'pairing_code_made', 'device_paired', 'device_signed_out', 'technician_revoked']);
});
