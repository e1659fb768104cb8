import { describe, expect, test } from 'vitest';
import { planRegistration } from '../../../utils/background/hosts/plan-registration';
import { cloudMatches } from '../../../utils/connectwise/hosts';
import { parseSettings } from '../../../utils/storage/settings';
import { contact } from '../workflow/samples';
import { createWorld, paired, readingOf, sender, snapshotOf, tabId, type World } from './world';

const origin = 'https://cw.acme.example';
const pattern = 'https://cw.acme.example/*';
const script = { id: origin, matches: ['https://cw.acme.example/v4_6_release/*'] };
const there = { ...sender, url: `${origin}/v4_6_release/ConnectWise.aspx` };

async function started(world: World) {
  const worker = world.startWorker();
  await worker.started;
  const ask = (name: 'options/add-host' | 'options/remove-host', asked = origin) => worker.handlers[name]({ name, origin: asked } as never, {});
  return { ...worker, add: (asked?: string) => ask('options/add-host', asked), remove: () => ask('options/remove-host') };
}
type Worker = Awaited<ReturnType<typeof started>>;
const withHost = (granted = true) => {
  const world = createWorld({ settings: { ...paired, hosts: [origin] } });
  if (granted) world.granted.push(pattern);
  return world;
};

describe('which scripts to register', () => {
  const other = { id: 'https://psa.example', matches: ['https://psa.example/v4_6_release/*'] };
  test.each([
    ['nothing wanted, nothing there', [], [], [], []],
    ['missing', [origin], [], [script], []],
    ['right already', [origin], [script], [], []],
    ['too many', [], [script], [], [origin]],
    ['one comes, one goes', [origin], [other], [script], [other.id]],
    ['addresses of an older version', [origin], [{ ...script, matches: ['https://cw.acme.example/*'] }], [script], [origin]],
    ['without addresses', [origin], [{ id: origin }], [script], [origin]],
    ['somebody else’s id', [origin], [script, { id: 'left', matches: script.matches }], [], ['left']],
  ])('%s', (_title, readable, registered, register, unregister) => {
    expect(planRegistration(readable, registered)).toEqual({ register, unregister });
  });
});

describe('a server that was added', () => {
  test('is remembered, its script registered, and tabs that are open already get it', async () => {
    const world = createWorld();
    world.granted.push(pattern);
    const worker = await started(world);
    expect(await worker.add()).toEqual({ ok: true });
    expect(world.settings.hosts).toEqual([origin]);
    expect(world.scripts).toEqual([script]);
    expect(world.runIn).toEqual(script.matches);
    expect(snapshotOf(world).hosts).toEqual([{ origin, state: 'granted' }]);
  });

  test('without the browser’s permission nothing is added', async () => {
    const world = createWorld();
    expect(await (await started(world)).add()).toEqual({ ok: false, code: 'host_not_allowed' });
    expect(world.settings.hosts).toEqual([]);
  });

  test.each(['https://na.myconnectwise.net', 'https://*/', 'http://cw.acme.example', `${origin}:8443`])('%s is refused whatever the options page let through', async (asked) => {
    const world = withHost();
    world.granted.push('https://*/*', 'http://cw.acme.example/*');
    expect(await (await started(world)).add(asked)).toEqual({ ok: false, code: 'bad_host' });
    expect(world.settings.hosts).toEqual([origin]);
  });

  test('is registered again when an update or the browser has forgotten it, and not twice', async () => {
    const world = withHost();
    await started(world);
    expect(world.scripts).toEqual([script]);
    world.runIn = [];
    await started(world);
    expect(world.scripts).toEqual([script]);
    expect(world.runIn).toEqual([]);
  });

  test('removed: no script, no permission, and what its page said is forgotten', async () => {
    const world = withHost();
    const worker = await started(world);
    await worker.handlers['ticket/read']({ name: 'ticket/read', reading: readingOf(contact) }, there);
    expect(snapshotOf(world).tabs[tabId]?.kind).toBe('ticket');
    expect(await worker.remove()).toEqual({ ok: true });
    expect([world.settings.hosts, world.scripts, world.granted]).toEqual([[], [], cloudMatches]);
    expect(snapshotOf(world)).toMatchObject({ hosts: [], tabs: {} });
    expect(await worker.mayRead(there.url)).toBe(false);
  });

  test('removed: its page is not read for a panel either', async () => {
    const world = withHost();
    world.address = there.url;
    const worker = await started(world);
    await worker.watch();
    expect(snapshotOf(world).tabs[tabId]?.kind).toBe('ticket');
    await worker.remove();
    await worker.watch();
    expect(snapshotOf(world).tabs).toEqual({});
  });
});

describe('which pages may be read', () => {
  test.each([
    ['the cloud', 'https://na.myconnectwise.net/x', true],
    ['the server', there.url, true],
    ['another port of it', `${origin}:8443/v4_6_release/`, false],
    ['another host', 'https://psa.example/v4_6_release/', false],
  ])('%s', async (_title, address, may) => {
    const world = withHost();
    world.granted.push('https://psa.example/*');
    expect(await (await started(world)).mayRead(address)).toBe(may);
  });

  test('a text that is no address is an error, which counts as no', async () => {
    const worker = await started(withHost());
    await expect(worker.mayRead('no address')).rejects.toThrow();
  });
});

describe('a permission that was withdrawn', () => {
  test('while nothing ran: seen at the next start, script gone, address still listed', async () => {
    const world = withHost(false);
    world.scripts = [script];
    const worker = await started(world);
    expect(world.scripts).toEqual([]);
    expect(snapshotOf(world).hosts).toEqual([{ origin, state: 'withdrawn' }]);
    expect(await worker.mayRead(there.url)).toBe(false);
  });

  test('given again: the script is back, also in open tabs', async () => {
    const world = withHost(false);
    const worker = await started(world);
    world.granted.push(pattern);
    await worker.permissionsChanged();
    expect(world.scripts).toEqual([script]);
    expect(world.runIn).toEqual(script.matches);
    expect(snapshotOf(world).hosts).toEqual([{ origin, state: 'granted' }]);
  });

  test('for the cloud: its pages are forgotten and not read until it is given again', async () => {
    const world = createWorld();
    const worker = await started(world);
    await worker.read();
    world.granted = [];
    await worker.permissionsChanged();
    expect(snapshotOf(world)).toMatchObject({ cloud: 'withdrawn', tabs: {} });
    await worker.watch();
    expect(snapshotOf(world).tabs).toEqual({});
    world.granted = [...cloudMatches];
    await worker.permissionsChanged();
    expect(snapshotOf(world).cloud).toBe('granted');
    expect(world.runIn).toEqual(cloudMatches);
  });

  test.each([
    ['for the cloud', 'https://na.myconnectwise.net/x', async (world: World, worker: Worker) => {
      world.granted = [];
      await worker.permissionsChanged();
    }],
    ['for a server', there.url, async (world: World, worker: Worker) => {
      world.granted = [...cloudMatches];
      await worker.permissionsChanged();
    }],
    ['for a server, by REMOVE', there.url, async (_world: World, worker: Worker) => void (await worker.remove())],
  ])('%s: a tab that shows no ticket is forgotten and asked too, so that its script is refused and stops', async (_title, url, withdraw) => {
    const world = withHost();
    const worker = await started(world);
    await worker.handlers['ticket/read']({ name: 'ticket/read', reading: { kind: 'not_ticket', why: 'other_screen' } }, { ...there, url });
    expect(world.asked).toEqual([]);
    await withdraw(world, worker);
    expect(world.asked).toEqual([tabId]);
    expect(snapshotOf(world).tabs).toEqual({}); // else its panel would say "no ticket" of a page that may not be read
  });

  test('while nothing was withdrawn a start asks no tab', async () => {
    const world = withHost();
    const worker = await started(world);
    await worker.handlers['ticket/read']({ name: 'ticket/read', reading: { kind: 'not_ticket', why: 'other_screen' } }, there);
    await started(world);
    expect(world.asked).toEqual([]);
  });

  test('for one of the cloud’s domains only: the others stay', async () => {
    const world = createWorld();
    const worker = await started(world);
    await worker.read();
    world.granted = ['https://*.myconnectwise.net/*'];
    await worker.permissionsChanged();
    expect(snapshotOf(world).cloud).toBe('withdrawn');
    expect(snapshotOf(world).tabs[tabId]?.kind).toBe('ticket');
  });
});

test('settings from before there were addresses keep everything else', () => {
  const { hosts: _hosts, ...older } = paired;
  expect(parseSettings(older)).toEqual(paired);
});

test('an address in the settings that is none is ignored', async () => {
  const world = createWorld({ settings: { ...paired, hosts: ['nonsense', 'https://*/*', origin] } });
  await started(world);
  expect(snapshotOf(world).hosts).toEqual([{ origin, state: 'withdrawn' }]);
});
