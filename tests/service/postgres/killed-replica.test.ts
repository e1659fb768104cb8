import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startTestService } from '../../support/service.ts';
import type { TestService } from '../../support/service.ts';
import { startSmtpSink } from '../../support/sinks/smtp-sink.ts';
import type { SmtpSink } from '../../support/sinks/smtp-sink.ts';
import { crowd } from '../../support/stage/cast.ts';
import { startServiceProcess } from '../../support/stage/service-process.ts';
import type { ServiceProcess } from '../../support/stage/service-process.ts';
import { createStoreSource } from '../../support/store-source.ts';
import type { StoreSource } from '../../support/store-source.ts';
import { createTestClient } from '../../support/test-client.ts';
import type { TestClient } from '../../support/test-client.ts';

let mail: SmtpSink;
let living: TestService;
let killed: ServiceProcess;
let client: TestClient;
let source: StoreSource;

beforeAll(async () => {
  mail = await startSmtpSink();
  source = await createStoreSource();
  const DATABASE_URL = source.databaseUrl ?? '';
  killed = await startServiceProcess({ DATABASE_URL, COUNTERSIGN_SMTP_URL: mail.url, COUNTERSIGN_SMTP_INSECURE: '1', COUNTERSIGN_MAIL_FROM: 'help@northwind.example' });
  client = await createTestClient(killed.origin);
  await client.pair(await killed.pairingCode());
  living = await startTestService({ env: { DATABASE_URL } });
}, 60_000);

afterAll(async () => {
  await killed.close();
  await living.stop();
  await mail.close();
  await source.remove();
}, 30_000);

test('what a process was sending when it was killed is told as "maybe sent" by one that lives, and not sent again', async () => {
  mail.setBehaviour('hang-after-data');
  const { number, company, contact, email } = crowd[0]!;
  const page = { ticket: { host: 'na.myconnectwise.net', number }, company, contact, email };
  const { body: { id } } = await client.call('startVerification', { idempotencyKey: randomUUID(), body: { contact: page, method: 'email', action: null, direction: 'inbound', check: 'code' } });
  await vi.waitFor(() => expect(mail.messages).toHaveLength(1), { timeout: 10_000, interval: 20 });
  const tenants = await living.store.listTenants();
  const states = async () => (await Promise.all(tenants.map((tenant) => living.store.findVerification(tenant.id, id)))).find(Boolean)?.deliveryState;
  expect(await states()).toBe('sending');
  await killed.kill('SIGKILL');
  await vi.waitFor(async () => expect(await states()).toBe('maybe_sent'), { timeout: 15_000, interval: 50 });
  expect(mail.messages).toHaveLength(1);
  expect(living.letters).toEqual([]);
}, 40_000);
