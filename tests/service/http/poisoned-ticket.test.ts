import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ContactOptions } from '#contract/verification';
import { startConnectwiseApi } from '../../support/connectwise-api/connectwise-api.ts';
import type { ConnectwiseApi } from '../../support/connectwise-api/connectwise-api.ts';
import { connectTenant } from '../../support/connectwise-client.ts';
import { aRequest, createTestClock, jo, settled, startTestService } from '../../support/service.ts';
import type { TestClient, TestService } from '../../support/service.ts';
import { records } from '../verification/connected.ts';

/** The whole service beside a simulated ConnectWise: somebody wrote their own address into a ticket of Jo's. */

const strangers = 'jo@evil.example';
const clock = createTestClock();
let service: TestService;
let api: ConnectwiseApi;
let alex: TestClient;
let bea: TestClient;

beforeAll(async () => {
  service = await startTestService({ clock });
  api = await startConnectwiseApi({ records: records() });
  await connectTenant(service.store, api, { tenantId: service.tenant.id, site: 'na.myconnectwise.net', at: clock.now() });
  await service.addAccount(service.tenant.id, { ...jo, name: 'Eve Moe', email: strangers, mobile: '+12025550166' });
  await service.addPhone(jo.email);
  [alex, bea] = [await service.signIn('Alex'), await service.signIn('Bea')];
  api.records.editTicket(4711, { contactEmailAddress: strangers });
});
afterAll(async () => {
  await service.stop();
  await api.close();
});

const page = { ...aRequest().contact, ticket: { host: 'na.myconnectwise.net', number: '4711' }, email: strangers };
const press = (method: string, check = 'code') => alex.call('startVerification', { body: { ...aRequest(), contact: page, method, check } });
const sent = () => [...service.letters, ...service.notices, ...service.recorder.pushes];
const everythingSaid = async () => JSON.stringify(await service.store.listAudit(service.tenant.id, 1, 1000)) + service.logLines.join('');

test('nothing is sent whatever is pressed, the panel learns why, and the audit log says so', async () => {
  const options: ContactOptions = (await alex.call('resolveContact', { body: { contact: page } })).body;
  expect(options).toMatchObject({ account: { name: 'Jo Doe' }, record: { name: 'Jo Doe', email: 'j•••@a•••.example' }, doubts: ['page_differs', 'ticket_differs'] });
  for (const [method, check] of [['email', 'code'], ['sms', 'code'], ['push', 'none'], ['push', 'code'], ['push', 'number']]) {
    expect((await press(method!, check)).body).toMatchObject({ status: 409, code: 'contact_doubted', doubts: ['page_differs', 'ticket_differs'] });
  }
  expect(sent()).toEqual([]);
  const refused = (await service.store.listAudit(service.tenant.id, 1, 1000)).map(({ body }) => JSON.parse(body)).filter(({ type }) => type === 'refused');
  expect(refused.map(({ details }) => [details.code, details.doubts])).toEqual(Array(5).fill(['contact_doubted', ['page_differs', 'ticket_differs']]));
});

test('after a second technician confirmed, the account is sent to, and never the address that was written in', async () => {
  const asked = await alex.call('askException', { body: { contact: page, doubts: ['ticket_differs', 'page_differs'], reason: 'Jo sits beside me' } });
  expect(asked).toMatchObject({ status: 201, body: { state: 'asked', yours: true, doubts: ['page_differs', 'ticket_differs'] } });
  expect((await bea.call('decideException', { id: asked.body.id, body: { decision: 'confirm' } })).body).toMatchObject({ state: 'confirmed', askedBy: 'Alex', secondBy: 'Bea', yours: false });
  const live = await settled(alex, (await press('email')).body.id);
  expect(service.letters.map(({ destination }) => destination)).toEqual([jo.email]);
  const ended = (await alex.call('decide', { id: live.id, body: { decision: 'approve' } })).body;
  expect(ended.assurance).toEqual(['address-only', 'technician-attested', 'exception']);
  const said = await everythingSaid();
  for (const secret of [strangers, 'evil', jo.email, '2025550166', '2025550199']) expect(said).not.toContain(secret);
});
