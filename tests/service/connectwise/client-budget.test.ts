import { expect, test } from 'vitest';
import { createBudget } from '../../../service/src/connectwise/budget.ts';
import { connect, connectionTo, createClient } from './house.ts';

const busy = { ok: false, problem: 'busy' };

test('in no minute are there a thousand requests, however many processes ask for more', async () => {
  const { store } = await createClient();
  let time = 1_000_000;
  const [one, two] = [createBudget({ store, now: () => time }), createBudget({ store, now: () => time })];
  const passed: number[] = [];
  for (; time < 1_130_000; time += 1_000) {
    for (let again = 0; again < 20; again += 1) {
      for (const budget of [one, two]) if (await budget.take('tenant-1', 'caller')) passed.push(time);
    }
  }
  const inMinuteFrom = (start: number) => passed.filter((at) => at >= start && at < start + 60_000).length;
  const most = Math.max(...passed.map(inMinuteFrom));
  expect(most).toBeLessThan(1_000);
  expect(most).toBeGreaterThan(850);
});

test('the service\'s own work leaves room for a caller, and one tenant for the other', async () => {
  const now = () => 1_000_000;
  const { connectwise, connection, api } = await connect({ now });
  const work = () => connectwise.listCompanies(connection, { afterId: 0, size: 1 });
  for (let asked = 0; asked < 50; asked += 1) expect(await work()).toMatchObject({ ok: true });
  expect(await work()).toEqual({ ...busy, retryAfterSeconds: 5 });
  expect(api.requests).toHaveLength(50);
  expect(await connectwise.readContact(connection, 501, 'caller')).toMatchObject({ ok: true });
  expect(await connectwise.listCompanies(connectionTo(api.origin, { tenantId: 'tenant-2' }), { afterId: 0, size: 1 })).toMatchObject({ ok: true });
});

test('ConnectWise says how long it wants to be left alone', async () => {
  const { api, connectwise, connection } = await connect({ perMinute: 2 });
  await connectwise.readContact(connection, 501, 'caller');
  await connectwise.readContact(connection, 501, 'caller');
  expect(await connectwise.readContact(connection, 501, 'caller')).toEqual({ ...busy, retryAfterSeconds: 60 });
  expect(api.requests.map(({ status }) => status)).toEqual([200, 200, 429]);
});
