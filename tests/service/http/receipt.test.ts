import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Verification } from '#contract/verification';
import { createCheckpointKeeper } from '../../../service/src/audit/create-checkpoint-keeper.ts';
import { createTestClock, startTestService, startVerification } from '../../support/service.ts';
import type { TestClient, TestService } from '../../support/service.ts';

const clock = createTestClock();
let service: TestService;
let alex: TestClient;
beforeAll(async () => {
  service = await startTestService({ clock });
  alex = await service.signIn();
});
afterAll(() => service.stop());

async function denied(): Promise<Verification> {
  clock.advance(21);
  const { id } = await startVerification(alex, { action: 'password_reset' });
  return (await alex.call('decide', { id, body: { decision: 'deny' } })).body;
}
const check = async (receipt: string, client = alex) => (await client.call('checkReceipt', { body: { receipt } })).body;

test('a receipt tells what happened, also where no checkpoint vouches for it yet', async () => {
  const { receipt, destination, ticket, endedAt } = await denied();
  const lines = ['event: denied', `time: ${new Date(endedAt!).toISOString()}`, 'account: Jo Doe of Acme', 'method: email', `destination: ${destination}`, `ticket: ${ticket.number}`, 'action: password_reset', 'technician: Alex'];
  expect(await check(` ${receipt} `)).toEqual({ stands: true, why: null, lines, isVouchedFor: false });
  const keeper = await createCheckpointKeeper(service.config, { store: service.store, now: clock.now, log: { warn: () => undefined, error: () => undefined } });
  await keeper.round();
  expect(await check(receipt!)).toEqual({ stands: true, why: null, lines, isVouchedFor: true });
});

test('what is no receipt, and one that was changed by a letter, do not stand', async () => {
  const receipt = (await denied()).receipt!;
  const changed = receipt.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
  expect(await check(changed)).toEqual({ stands: false, why: expect.stringContaining('has another hash'), lines: [], isVouchedFor: false });
  expect(await check('CS-1')).toEqual({ stands: false, why: expect.stringContaining('A receipt reads CS-'), lines: [], isVouchedFor: false });
});

test('another tenant learns nothing from a receipt', async () => {
  const receipt = (await denied()).receipt!;
  const other = await service.store.addTenant('Other IT');
  const stranger = await service.signIn('Kim', other.id);
  expect(await check(receipt, stranger)).toMatchObject({ stands: false, lines: [] });
  expect(await check(receipt)).toMatchObject({ stands: true });
});

test('nobody asks more often than sixty times in ten minutes', async () => {
  const eager = await service.signIn('Eager');
  for (let count = 1; count <= 60; count += 1) expect((await eager.call('checkReceipt', { body: { receipt: 'CS-1' } })).status).toBe(200);
  expect((await eager.call('checkReceipt', { body: { receipt: 'CS-1' } })).body.code).toBe('too_many_attempts');
  expect((await alex.call('checkReceipt', { body: { receipt: 'CS-1' } })).status).toBe(200);
});
