import { expect, test, vi } from 'vitest';
import { createShellCache } from '../../../service/selfserve/worker/shell-cache';

const scope = 'https://verify.example/p/';
const files = ['', 'assets/index-abc.js'];

/** A cache storage that keeps what `addAll` fetched, by address. */
function createWorld(online: (url: string) => Response | Promise<Response> = (url) => new Response(`fresh ${url}`)) {
  const caches = new Map<string, Map<string, Response>>([['countersign-shell-old', new Map()], ['somebody-else', new Map()]]);
  const network = vi.fn(async (input: RequestInfo | URL) => online(input instanceof Request ? input.url : String(input)));
  const open = async (name: string) => {
    const kept = caches.get(name) ?? new Map<string, Response>();
    caches.set(name, kept);
    return {
      addAll: async (requests: Request[]) => { for (const { url } of requests) kept.set(url, new Response(`kept ${url}`)); },
      match: async (url: string) => kept.get(url),
    } as unknown as Cache;
  };
  const storage = { open, keys: async () => [...caches.keys()], delete: async (name: string) => caches.delete(name) };
  return { caches, network, shell: createShellCache({ caches: storage, fetch: network as typeof fetch, files, version: 'new', scope }) };
}
const navigate = (url: string) => ({ url, method: 'GET', mode: 'navigate' }) as Request;
const text = async (answer: Promise<Response> | undefined) => (await answer)?.text();

test('with a connection the page is the newest', async () => {
  const { shell } = createWorld();
  await shell.install();
  expect(await text(shell.answer(navigate(scope)))).toBe(`fresh ${scope}`);
});

test.each([
  ['without a connection', () => Promise.reject(new TypeError('offline'))],
  ['while the service restarts', () => new Response('bad gateway', { status: 502 })],
])('%s the page opens from what was kept', async (_, online) => {
  const { shell } = createWorld(online);
  await shell.install();
  expect(await text(shell.answer(navigate(scope)))).toBe(`kept ${scope}`);
});

test('a hashed file comes from what was kept, without asking', async () => {
  const { shell, network } = createWorld();
  await shell.install();
  expect(await text(shell.answer(new Request(`${scope}assets/index-abc.js`)))).toBe(`kept ${scope}assets/index-abc.js`);
  expect(network).not.toHaveBeenCalled();
});

test('a kept file that the browser threw away is fetched', async () => {
  const { shell } = createWorld();
  expect(await text(shell.answer(new Request(`${scope}assets/index-abc.js`)))).toContain('fresh');
});

test.each([
  ['the API', new Request('https://verify.example/v1/phone/requests')],
  ['an answer', new Request('https://verify.example/v1/phone/requests/1/answer', { method: 'POST' })],
  ['the worker itself', new Request(`${scope}sw.js`)],
  ['another origin', new Request('https://elsewhere.example/p/')],
  ['a form', new Request(scope, { method: 'POST' })],
])('%s is none of its business', (_, request) => {
  expect(createWorld().shell.answer(request)).toBeUndefined();
});

test('older versions are thrown away, and nothing of somebody else’s', async () => {
  const { shell, caches } = createWorld();
  await shell.install();
  await shell.clean();
  expect([...caches.keys()]).toEqual(['somebody-else', 'countersign-shell-new']);
});
