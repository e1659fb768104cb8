import { generateKeyPair } from 'dpop';
import type { KeyPair } from 'dpop';
import { expect, test, vi } from 'vitest';
import type { Credential } from '#contract/phone';
import type { PushDeps } from '../../../service/selfserve/device/notifications';
import type { PhoneStore } from '../../../service/selfserve/device/phone-store';
import { createMembership } from '../../../service/selfserve/run/create-membership';
import { createStore } from '../../../service/selfserve/run/create-store';
import { phone, phoneNow, phoneState } from '../../support/gallery/phone-samples';
import { createPushManager } from './push-manager';
import { createFake, lost, problem } from './fake-service';
import type { Answers } from './fake-service';

const who = 'GET /v1/phone';
const subscribe = 'POST /v1/phone/subscription';
const known = () => Response.json(phoneState());
const withoutNotifications = () => Response.json(phoneState({ phone: phone({ notifications: false }) }));
const other = phoneState().others[0]!;
const credential: Credential = { id: 'cred', rawId: 'cred', type: 'public-key', response: { attestationObject: 'a', clientDataJSON: 'b' }, clientExtensionResults: {} };

function createMemoryStore(kept: { key?: KeyPair | undefined; tenant?: string | undefined; credential?: string }): PhoneStore {
  return {
    findKey: async () => kept.key,
    addKey: async (pair) => (kept.key ??= pair),
    findTenant: async () => kept.tenant,
    writeTenant: async (name) => void (kept.tenant = name),
    findCredentialId: async () => kept.credential,
    writeCredentialId: async (id) => void (kept.credential = id),
    removeKey: async () => void delete kept.key,
  };
}

async function createWorld(answers: Answers, { wasAdded = true, hasKey = true, permission = 'default' as NotificationPermission } = {}) {
  const fake = await createFake({ [who]: known, [subscribe]: known, ...answers });
  const kept: { key?: KeyPair | undefined; tenant?: string | undefined; credential?: string } = { key: hasKey ? await generateKeyPair('ES256') : undefined, tenant: wasAdded ? 'Harbor IT' : undefined };
  const phoneStore = createMemoryStore(kept);
  const store = createStore();
  const { manager } = createPushManager();
  const state = { permission };
  const push: PushDeps = { platform: 'android', hasPush: true, permission: () => state.permission, workers: { ready: Promise.resolve({ pushManager: manager } as ServiceWorkerRegistration) } };
  const registerUserVerification = vi.fn(async (_options: unknown) => credential);
  const membership = createMembership({
    call: fake.call, phoneStore, store, push, now: () => phoneNow, registerUserVerification,
    canVerifyUser: async () => true,
    askPermission: async () => void (state.permission = 'granted'),
  });
  return { ...fake, ...membership, kept, phoneStore, store, state: store.read, registerUserVerification };
}

test('a phone that was never added asks nobody', async () => {
  const world = await createWorld({}, { hasKey: false, wasAdded: false });
  await world.start();
  expect([world.state().membership, world.seen]).toEqual(['not_added', []]);
});

test('a phone that is added knows its account and its help desk', async () => {
  const world = await createWorld({});
  await world.start();
  expect(world.state()).toMatchObject({ membership: 'added', tenant: 'Harbor IT', phone: { value: phoneState() } });
});

test('a phone that the service does not know any more was removed, and stays so after a new start', async () => {
  const world = await createWorld({ [who]: () => problem('device_unknown') });
  await world.start();
  expect(world.state()).toMatchObject({ membership: 'removed', tenant: 'Harbor IT', phone: undefined });
  await world.phoneStore.removeKey();
  await world.start();
  expect(world.state().membership).toBe('removed');
});

test('a key that never became a phone’s is no removed phone', async () => {
  const world = await createWorld({ [who]: () => problem('device_unknown') }, { wasAdded: false });
  await world.start();
  expect(world.state().membership).toBe('not_added');
});

test('without a connection a phone stays what it was', async () => {
  const world = await createWorld({ [who]: lost });
  await world.start();
  expect(world.state()).toMatchObject({ membership: 'added', tenant: 'Harbor IT', requests: { trouble: { code: 'unreachable' } } });
});

test('a browser that keeps nothing is told so', async () => {
  const world = await createWorld({});
  world.phoneStore.findKey = () => Promise.reject(new DOMException('private', 'InvalidStateError'));
  await world.start();
  expect(world.state().membership).toBe('no_storage');
});

test('where notifications are allowed, every start tells the service where they go', async () => {
  const world = await createWorld({}, { permission: 'granted' });
  await world.start();
  await vi.waitFor(() => expect(world.state().notifications).toBe('on'));
  expect(world.at(subscribe)[0]!.body).toEqual({ subscription: { endpoint: 'https://push.example/1', p256dh: 'p256dh', auth: 'auth' } });
});

test('where they are not, the service learns that there is none, so that it offers a text message', async () => {
  const world = await createWorld({}, { permission: 'denied' });
  await world.start();
  await vi.waitFor(() => expect(world.at(subscribe)).toHaveLength(1));
  expect(world.at(subscribe)[0]!.body).toEqual({ subscription: null });
  expect(world.state().notifications).toBe('refused');
});

test('what the service knows already is not told again', async () => {
  const world = await createWorld({ [who]: withoutNotifications }, { permission: 'denied' });
  await world.start();
  await vi.waitFor(() => expect(world.state().notifications).toBe('refused'));
  expect(world.at(subscribe)).toEqual([]);
});

test('"Turn on notifications" asks the person, then subscribes', async () => {
  const world = await createWorld({ [who]: withoutNotifications });
  await world.start();
  await vi.waitFor(() => expect(world.state().notifications).toBe('asks'));
  await world.turnOnNotifications();
  expect([world.state().notifications, world.at(subscribe).length]).toEqual(['on', 1]);
});

test.each([
  ['refused by the service', () => problem('push_endpoint_refused'), known, 'unsupported'],
  ['lost on the way', lost, withoutNotifications, 'failed'],
  ['lost on the way, where the service has an earlier one', lost, known, 'on'],
] as const)('a subscription %s', async (_, answer, read, expected) => {
  const world = await createWorld({ [subscribe]: answer, [who]: read }, { permission: 'granted' });
  await world.start();
  await vi.waitFor(() => expect(world.state().notifications).toBe(expected));
});

test('another phone is removed, and the list is read again', async () => {
  const world = await createWorld({ [`DELETE /v1/phone/phones/${other.id}`]: () => new Response(null, { status: 204 }), [who]: [known, () => Response.json(phoneState({ others: [] }))] });
  await world.start();
  expect(await world.remove(other.id)).toEqual({ ok: true, value: undefined });
  expect(world.state().phone?.value.others).toEqual([]);
});

test('this phone, removed by itself, is out', async () => {
  const own = phoneState().phone.id;
  const world = await createWorld({ [`DELETE /v1/phone/phones/${own}`]: () => new Response(null, { status: 204 }), [who]: [known, () => problem('device_unknown')] });
  await world.start();
  await world.remove(own);
  expect(world.state().membership).toBe('removed');
});

test('a phone that could not be removed is still there, with the reason', async () => {
  const world = await createWorld({ [`DELETE /v1/phone/phones/${other.id}`]: lost });
  await world.start();
  expect(await world.remove(other.id)).toEqual({ ok: false, trouble: { code: 'unreachable' } });
});

const options = () => Response.json({ challenge: 'abc', rp: { id: 'verify.example', name: 'Harbor IT' }, user: { id: 'u' } });

test('fingerprint, face or PIN is registered with the service’s options, and its id is kept', async () => {
  const verified = phoneState({ phone: phone({ userVerification: true }) });
  const world = await createWorld({ 'POST /v1/phone/credential/options': options, 'POST /v1/phone/credential': () => Response.json(verified, { status: 201 }) });
  await world.start();
  expect(await world.useUserVerification()).toEqual({ ok: true, value: undefined });
  expect(world.registerUserVerification).toHaveBeenCalledExactlyOnceWith({ challenge: 'abc', rp: { id: 'verify.example', name: 'Harbor IT' }, user: { id: 'u' } });
  expect([world.kept.credential, world.state().phone?.value.phone.userVerification]).toEqual(['cred', true]);
});

test('a registration that the person cancelled changes nothing', async () => {
  const world = await createWorld({ 'POST /v1/phone/credential/options': options });
  await world.start();
  world.registerUserVerification.mockRejectedValue(new DOMException('cancelled', 'NotAllowedError'));
  expect(await world.useUserVerification()).toEqual({ ok: false, trouble: { code: 'user_verification_failed' } });
  expect([world.at('POST /v1/phone/credential').length, world.kept.credential]).toEqual([0, undefined]);
});

test('a registration whose reply was lost is used where it arrived, and is not made a second time', async () => {
  const verified = () => Response.json(phoneState({ phone: phone({ userVerification: true }) }));
  const world = await createWorld({ 'POST /v1/phone/credential/options': options, 'POST /v1/phone/credential': lost, [who]: [known, verified] });
  await world.start();
  await world.useUserVerification();
  expect([world.kept.credential, world.state().phone?.value.phone.userVerification]).toEqual(['cred', true]);
});

test('a registration that the service refused leaves the one that is used in its place', async () => {
  const verified = () => Response.json(phoneState({ phone: phone({ userVerification: true }) }));
  const world = await createWorld({ 'POST /v1/phone/credential/options': options, 'POST /v1/phone/credential': () => problem('user_verification_failed'), [who]: [known, verified] });
  await world.start();
  await world.phoneStore.writeCredentialId('first');
  expect(await world.useUserVerification()).toEqual({ ok: false, trouble: { code: 'user_verification_failed' } });
  expect([world.kept.credential, world.state().phone?.value.phone.userVerification]).toEqual(['first', true]);
});
