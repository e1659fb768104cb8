import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Phone } from '../../../service/src/store/types.ts';
import { createHarness, request, value } from './harness.ts';
import type { Harness } from './harness.ts';
import { addPhone } from './phones.ts';

let core: Harness;
beforeEach(async () => { core = await createHarness({ configured: ['push', 'sms', 'email'] }); });
afterEach(() => core.close());

const sendPush = () => core.send(request({ method: 'push', check: 'none' }));
const offer = async () => value(await core.verifications.resolve(core.alex, { contact: request().contact }));

describe('what is offered before SEND', () => {
  test('is the push first, with the phone that it goes to and when that was last seen', async () => {
    await addPhone(core, { name: 'Pixel', lastSeenAt: core.clock.now - 5 });
    const { methods, flaggedAt } = await offer();
    expect(methods.map(({ method }) => method)).toEqual(['push', 'sms', 'email']);
    expect(methods[0]).toEqual({ method: 'push', available: true, destination: 'Pixel', lastSeenAt: core.clock.now - 5, excludedActions: [] });
    expect(flaggedAt).toBeNull();
  });

  test('counts several phones, and only those that take notifications', async () => {
    await addPhone(core, { name: 'One', lastSeenAt: 7 });
    await addPhone(core, { name: 'Two', lastSeenAt: 9 });
    await addPhone(core, { name: 'Mute', endpoint: null });
    expect((await offer()).methods[0]).toMatchObject({ destination: '2 phones', lastSeenAt: 9 });
  });

  test('says that a phone was not seen since it was added', async () => {
    await addPhone(core);
    expect((await offer()).methods[0]).toMatchObject({ lastSeenAt: null });
  });

  test('shortens what somebody called their phone, and leaves out what could mislead', async () => {
    await addPhone(core, { name: `\u202Eevil 123456 <b>${'x'.repeat(60)}` });
    const destination = (await offer()).methods[0]?.destination ?? '';
    expect(destination).toMatch(/^evil bx+$/);
    expect(destination.length).toBeLessThanOrEqual(30);
  });

  test('knows nothing of another account’s phones', async () => {
    await core.addAccount('Acme', 'kim@acme.example');
    await addPhone(core, {}, 'kim@acme.example');
    expect((await offer()).methods[0]).toEqual({ method: 'push', available: false, reason: 'no_phone', excludedActions: [] });
  });
});

describe('a push is refused', () => {
  const expectNo = async (detail: string) => {
    expect(await sendPush()).toMatchObject({ ok: false, refusal: { code: 'method_unavailable', detail } });
    expect((await offer()).methods[0]).toMatchObject({ available: false, reason: detail });
    expect((await core.audit()).at(-1)).toMatchObject({ type: 'refused', details: { code: 'method_unavailable', method: 'push', direction: 'inbound' } });
  };

  test('without a phone', () => expectNo('no_phone'));
  test('where no phone takes notifications', async () => {
    await addPhone(core, { endpoint: null });
    await expectNo('notifications_off');
  });
  test('where it is not configured', async () => {
    await addPhone(core);
    core.configured.delete('push');
    await expectNo('not_configured');
  });
  test('where policy leaves it out', async () => {
    await addPhone(core);
    await core.setPolicy({ methods: ['sms'] });
    await expectNo('not_allowed');
  });
  test('once the phone was removed', async () => {
    const { who: { phone, account } } = await addPhone(core);
    const removed: Phone = { ...phone, removedAt: core.clock.now };
    await core.store.changePhones(core.tenant.id, account.id, () => ({ result: 0, phones: [removed], audit: [] }));
    await expectNo('no_phone');
  });
});
