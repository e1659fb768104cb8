import { vi } from 'vitest';

const decode = (key: string) => new Uint8Array(Buffer.from(key, 'base64url')).buffer;

/** The browser's side of Web Push: one subscription at a time, numbered as they are made. `existingKey`: what it was subscribed with before. */
export function createPushManager(existingKey?: string) {
  let made = 0;
  const make = (key: ArrayBuffer) => ({
    options: { applicationServerKey: key },
    unsubscribe: vi.fn(async () => {
      current = null;
      return true;
    }),
    toJSON: () => ({ endpoint: `https://push.example/${made}`, keys: { p256dh: 'p256dh', auth: 'auth' } }),
  });
  let current: ReturnType<typeof make> | null = existingKey === undefined ? null : make(decode(existingKey));
  const first = current;
  const subscribe = vi.fn(async ({ applicationServerKey }: { applicationServerKey: string }) => {
    made += 1;
    return (current = make(decode(applicationServerKey)));
  });
  const manager = { getSubscription: async () => current, subscribe } as unknown as PushManager;
  return { manager, subscribe, first };
}
