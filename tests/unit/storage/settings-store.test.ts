import { expect, test } from 'vitest';
import { createSettingsStore } from '../../../utils/storage/settings-store.ts';
import { noSettings } from '../../../utils/storage/settings.ts';

/** Answers in its own time, as a browser does: what is read is a moment old when it is used. */
function slowArea(settings: unknown) {
  const stored: Record<string, unknown> = { settings };
  const pause = () => new Promise((resolve) => setTimeout(resolve, 1));
  return {
    get: async (key: string) => (await pause(), { [key]: structuredClone(stored[key]) }),
    set: async (items: Record<string, unknown>) => (await pause(), void Object.assign(stored, structuredClone(items))),
  };
}

test('a server that is removed while something else is noted does not come back', async () => {
  const store = createSettingsStore(slowArea({ ...noSettings, hosts: ['https://cw.acme.example'] }));
  await Promise.all([
    store.change((settings) => ({ ...settings, technician: 'Alex' })),
    store.change((settings) => ({ ...settings, hosts: [] })),
    store.change((settings) => ({ ...settings, tenant: 'MSP' })),
  ]);
  expect(await store.read()).toEqual({ ...noSettings, technician: 'Alex', tenant: 'MSP', hosts: [] });
});

test('a change that fails loses nothing and holds up no other', async () => {
  const store = createSettingsStore(slowArea({ ...noSettings, technician: 'Alex' }));
  const broken = store.change(() => { throw new Error('broken'); });
  const next = store.change((settings) => ({ ...settings, tenant: 'MSP' }));
  await expect(broken).rejects.toThrow('broken');
  await next;
  expect(await store.read()).toEqual({ ...noSettings, technician: 'Alex', tenant: 'MSP' });
});
