/** The files of the app, kept so that it opens without a connection. The service's API is never kept. */

type ShellDeps = {
  caches: Pick<CacheStorage, 'open' | 'keys' | 'delete'>;
  fetch: typeof fetch;
  /** Paths below the scope; the first one is the page itself. */
  files: readonly string[];
  version: string;
  scope: string;
};
const prefix = 'countersign-shell-';
const pageWaitMs = 3_000;

export function createShellCache({ caches, fetch, files, version, scope }: ShellDeps) {
  const name = prefix + version;
  const page = new URL(files[0] ?? '', scope).href;
  const urls = new Set(files.map((file) => new URL(file, scope).href));

  return { install, clean, answer };

  async function install(): Promise<void> {
    const cache = await caches.open(name);
    await cache.addAll([...urls].map((url) => new Request(url, { cache: 'reload' })));
  }

  /** Takes what older versions kept away. */
  async function clean(): Promise<void> {
    const old = (await caches.keys()).filter((each) => each.startsWith(prefix) && each !== name);
    await Promise.all(old.map((each) => caches.delete(each)));
  }

  /** Undefined: none of our business, the browser asks the network itself. */
  function answer(request: Request): Promise<Response> | undefined {
    if (request.method !== 'GET' || !request.url.startsWith(scope)) return undefined;
    if (request.mode === 'navigate') return freshPage(request);
    return urls.has(request.url) ? kept(request.url, request) : undefined;
  }

  /** The page from the network while that answers soon, so that a new version shows at once. */
  async function freshPage(request: Request): Promise<Response> {
    try {
      const response = await fetch(request.url, { redirect: 'manual', signal: AbortSignal.timeout(pageWaitMs) });
      return response.status >= 500 ? await kept(page, request) : response;
    } catch {
      return kept(page, request);
    }
  }

  async function kept(url: string, request: Request): Promise<Response> {
    const cache = await caches.open(name);
    return (await cache.match(url)) ?? fetch(request);
  }
}
