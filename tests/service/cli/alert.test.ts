import { afterEach, beforeEach, expect, test } from 'vitest';
import { webhookSecret } from '../../../service/src/delivery/alerts/post-alert.ts';
import { loadKey } from '../../../service/src/lib/keys.ts';
import { createTestCli } from '../../support/cli.ts';
import type { TestCli } from '../../support/cli.ts';
import { addPending, alertFor, makeWorld, start } from '../store/fixture.ts';
import type { World } from '../store/fixture.ts';

let cli: TestCli;
let world: World;
beforeEach(async () => {
  cli = await createTestCli();
  await cli.run('tenant', 'list');
  world = await cli.withStore((store) => makeWorld(store, 'Harbor IT'));
});
afterEach(() => cli.remove());

/** "I did not ask for this" about a ticket. */
function raise(ticketNumber: string): Promise<unknown> {
  return cli.withStore(async (store) => {
    const { id } = await addPending(store, world, ticketNumber);
    const alert = { ...alertFor(world, ticketNumber, start + Number(ticketNumber)), verificationId: id };
    return store.changePhones(world.tenant.id, world.accountId, () => ({ result: true, alert, audit: [] }));
  });
}

test('open alerts are listed, newest first: when, ticket, customer, who, what, technician; no address', async () => {
  await raise('1001');
  await raise('1002');
  const { exit, out } = await cli.run('alert', 'list');
  expect(exit).toBe(0);
  expect(out.split('\n')).toEqual(['1002', '1001'].map((number) =>
    [new Date(start + Number(number)).toISOString(), `#${number} on na.myconnectwise.net`, 'Acme', 'Jo', 'pressed "I did not ask for this" on the phone', 'Alex'].join('\t')));
  expect(out).not.toContain('@');
});

test('an alert that was cleared is not open any more', async () => {
  await raise('1001');
  await cli.withStore((store) => store.changePhones(world.tenant.id, world.accountId, () => ({ result: true, clearAlertsAt: start + 2000, audit: [] })));
  expect(await cli.run('alert', 'list')).toEqual({ exit: 0, out: 'No alert is open.', err: '' });
});

test('the secret of webhooks is the one that they are signed with, and each tenant has its own', async () => {
  const { out } = await cli.run('alert', 'secret');
  expect(out).toMatch(/^whsec_[\w+/]{43}=$/);
  expect(out).toBe(webhookSecret(await loadKey(cli.env['COUNTERSIGN_DATA']!, 'token', undefined), world.tenant.id));
  await cli.run('tenant', 'add', 'Second');
  expect((await cli.run('alert', 'secret')).err).toBe('There are several tenants: say which with --tenant NAME.');
  expect((await cli.run('alert', 'secret', '--tenant', 'Second')).out).not.toBe(out);
});
