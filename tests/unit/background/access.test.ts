import { describe, expect, test, vi } from 'vitest';
import { parseServiceOrigin } from '../../../utils/background/service-origin';
import { noSettings } from '../../../utils/storage/settings';
import { about, bySms, contact } from '../workflow/samples';
import { atReady, callsOf, createWorld, flowOf, paired, readingOf, snapshotOf, untilFlow } from './world';

const pairing = { name: 'options/pair', serviceOrigin: 'https://verify.example', pairingCode: 'ABCDEFGHJK', deviceName: 'Desk' } as const;

describe('before consent', () => {
  test('the page is read and shown, and nothing leaves', async () => {
    const world = createWorld({ settings: noSettings });
    const worker = world.startWorker();
    await worker.started;
    await worker.read();
    await worker.watch();
    await worker.handlers['options/check']({ name: 'options/check' }, {});
    expect(await worker.handlers['options/pair'](pairing, {})).toEqual({ ok: false, code: 'no_consent' });
    expect(world.calls).toEqual([]);
    expect(snapshotOf(world)).toMatchObject({ access: { kind: 'no_consent' }, tabs: { 7: { kind: 'ticket', contact } } });
  });
});

test('a key store that fails is no dead end: it can be tried again', async () => {
  const world = createWorld();
  world.keysBroken = true;
  const worker = world.startWorker();
  await worker.started;
  expect(snapshotOf(world).access).toEqual({ kind: 'unreachable' });
  world.keysBroken = false;
  expect(await worker.handlers['options/check']({ name: 'options/check' }, {})).toEqual({ ok: true });
  expect(snapshotOf(world).access).toEqual({ kind: 'signed_in' });
});

describe('pairing', () => {
  test('registers a new key, signs in, and looks up what is in front of the technician', async () => {
    const world = createWorld({ settings: noSettings, paired: false });
    const worker = world.startWorker();
    await worker.started;
    await worker.read();
    await worker.watch();
    await worker.handlers['options/consent']({ name: 'options/consent' }, {});
    expect(snapshotOf(world).access).toEqual({ kind: 'not_paired' });
    expect(await worker.handlers['options/pair'](pairing, {})).toEqual({ ok: true });
    expect(snapshotOf(world)).toMatchObject({ access: { kind: 'signed_in' }, technician: 'Alex', tenant: 'MSP', serviceOrigin: 'https://verify.example' });
    await untilFlow(world, 'ready');
  });

  test.each(['http://verify.example', 'https://verify.example/v1', 'https://a@verify.example', 'ftp://x', 'verify.example', ''])(
    'an address like "%s" is refused before anything is sent',
    async (serviceOrigin) => {
      const world = createWorld({ settings: { ...paired, serviceOrigin: null }, paired: false });
      const worker = world.startWorker();
      await worker.started;
      expect(await worker.handlers['options/pair']({ ...pairing, serviceOrigin }, {})).toEqual({ ok: false, code: 'bad_origin' });
      expect(world.calls).toEqual([]);
    },
  );

  test('a service that knows itself by another address is told from a sign-in that has run out', async () => {
    const world = createWorld({ settings: { ...paired, serviceOrigin: null }, paired: false });
    const worker = world.startWorker();
    await worker.started;
    world.answers['pair'] = { ok: false, trouble: { code: 'token_invalid' } };
    expect(await worker.handlers['options/pair'](pairing, {})).toEqual({ ok: false, code: 'address_differs' });
    expect(world.key).toBeUndefined();
  });

  test('a wrong pairing code leaves everything as it was', async () => {
    const world = createWorld({ settings: { ...paired, serviceOrigin: null }, paired: false });
    const worker = world.startWorker();
    await worker.started;
    world.answers['pair'] = { ok: false, trouble: { code: 'pairing_code_invalid' } };
    expect(await worker.handlers['options/pair'](pairing, {})).toEqual({ ok: false, code: 'pairing_code_invalid' });
    expect(world.key).toBeUndefined();
    expect(snapshotOf(world).access).toEqual({ kind: 'not_paired' });
  });

  test('signing out tells the service and forgets the key, even when the service is gone', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    world.down = true;
    await worker.handlers['options/sign-out']({ name: 'options/sign-out' }, {});
    expect(callsOf(world, 'signOut')).toHaveLength(1);
    expect(world.key).toBeUndefined();
    expect(snapshotOf(world)).toMatchObject({ access: { kind: 'not_paired' }, flows: {}, technician: null });
  });
});

test.each([
  ['https://Verify.example', 'https://verify.example'],
  ['https://verify.example:8443/', 'https://verify.example:8443'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://127.0.0.1.evil.example', undefined],
  ['https://verify.example/?x', undefined],
  ['javascript:alert(1)', undefined],
])('the service address %s is taken as %s', (text, origin) => {
  expect(parseServiceOrigin(text)).toBe(origin);
});

describe('access', () => {
  test.each([
    [{ oldest: 2, newest: 3 }, 'extension_too_old'],
    [{ oldest: 0, newest: 0 }, 'service_too_old'],
    [{ oldest: 1, newest: 9 }, 'signed_in'],
  ])('a service that speaks %j: %s', async (api, kind) => {
    const world = createWorld();
    world.handshake = { ...world.handshake, api };
    await world.startWorker().started;
    expect(snapshotOf(world).access).toEqual({ kind });
  });

  test('a browser that the service no longer knows is signed out, and the ticket stays', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    world.answers['issueToken'] = world.answers['start'] = { ok: false, trouble: { code: 'device_unknown' } };
    await worker.press({ name: 'send', ...bySms });
    await vi.waitFor(() => expect(snapshotOf(world).access).toEqual({ kind: 'signed_out' }));
    expect(flowOf(world)).toMatchObject({ name: 'ready', about, trouble: { code: 'device_unknown' } });
    expect(await worker.press({ name: 'send', ...bySms })).toEqual({ ok: false, code: 'signed_out' });
  });

  test('a dead service is shown, and when it is back the look-up is done after all', async () => {
    const world = createWorld();
    world.down = true;
    const worker = world.startWorker();
    await worker.started;
    expect(snapshotOf(world).access).toEqual({ kind: 'unreachable' });
    await worker.read();
    await worker.watch();
    world.down = false;
    await vi.waitFor(() => expect(snapshotOf(world).access).toEqual({ kind: 'signed_in' }));
    await untilFlow(world, 'ready');
  });

  test('a service that dies during the look-up is shown, and asked again when it is back', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    world.down = true;
    await worker.press({ name: 'look_up' });
    await vi.waitFor(() => expect(snapshotOf(world).access).toEqual({ kind: 'unreachable' }));
    world.down = false;
    await untilFlow(world, 'ready');
  });
});

describe('a look-up', () => {
  test('is done only for a tab that a panel has in front of it', async () => {
    const world = createWorld();
    const worker = world.startWorker();
    await worker.started;
    await worker.read();
    expect(callsOf(world, 'resolve')).toEqual([]);
    await worker.watch();
    await untilFlow(world, 'ready');
    expect(callsOf(world, 'resolve').map((call) => call.details)).toEqual([[{ contact }]]);
  });

  test('is not done when the panel was closed meanwhile', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    world.panelOpen = false;
    await worker.read(readingOf({ ...contact, contact: 'Sam' }));
    await worker.tick();
    expect(callsOf(world, 'resolve')).toHaveLength(1);
  });

  test.each([
    ['an address with a name', { ...contact, email: 'Jo <jo@acme.example>' }, { kind: 'bad_address', problem: 'display_name' }],
    ['two addresses', { ...contact, email: 'jo@acme.example, al@acme.example' }, { kind: 'bad_address', problem: 'several' }],
    ['an empty contact', { ...contact, contact: ' ' }, { kind: 'incomplete', missing: [{ field: 'contact', problem: 'empty' }] }],
  ])('is not done for %s: the panel says what is wrong', async (_title, who, view) => {
    const world = createWorld();
    const worker = world.startWorker();
    await worker.started;
    await worker.watch();
    await worker.read(readingOf(who));
    expect(snapshotOf(world).tabs['7']).toMatchObject(view);
    expect(callsOf(world, 'resolve').map((call) => (call.details[0] as { contact: unknown }).contact)).not.toContainEqual(who);
  });
});

describe('the pod', () => {
  test('learns the coarse status of its own tab and nothing else', async () => {
    const world = createWorld();
    const worker = await atReady(world);
    const ask = () => worker.handlers['pod/status']({ name: 'pod/status' }, { tab: { id: 7 } });
    expect(await ask()).toEqual({ tabId: 7, status: 'unverified' });
    await worker.press({ name: 'send', ...bySms });
    await untilFlow(world, 'live');
    expect(await ask()).toEqual({ tabId: 7, status: 'waiting' });
    await worker.press({ name: 'approve' });
    await untilFlow(world, 'ended');
    expect(await ask()).toEqual({ tabId: 7, status: 'verified', verified: { method: 'sms', check: 'compare', agoMs: 0, leftMs: 900_000 } });
    await worker.read(readingOf({ ...contact, contact: 'Sam' }));
    expect(await ask()).toEqual({ tabId: 7, status: 'unverified' });
  });

  test('opens the panel before anything is awaited', () => {
    const world = createWorld();
    const worker = world.startWorker();
    void worker.handlers['pod/open']({ name: 'pod/open' }, { tab: { id: 7, windowId: 3 } });
    expect(world.opened).toEqual([3]);
  });
});

test('a tab whose page is gone is forgotten', async () => {
  const world = createWorld();
  const worker = await atReady(world);
  world.page = 'gone';
  await worker.tabUpdated(7);
  expect(snapshotOf(world)).toMatchObject({ tabs: {}, flows: {} });
});
