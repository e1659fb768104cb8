import { startHttpSink, type HttpSink } from '../support/sinks/http-sink.ts';

/** A web app as small as can be, to show that the phones and the push service do their part whatever the product does. */
export async function startTinyApp(): Promise<HttpSink & { url(key: string): string }> {
  const sink = await startHttpSink((request, _body, response) => {
    const [type, text] = files[new URL(request.url ?? '', 'http://localhost').pathname] ?? [];
    if (type) response.writeHead(200, { 'content-type': type }).end(text);
    else response.writeHead(404).end();
  });
  // Service workers and passkeys need a secure context with a name: localhost is one, 127.0.0.1 has no name.
  return { ...sink, url: (key) => `http://localhost:${sink.port}/p/?key=${key}` };
}

const page = `<!doctype html>
<html lang="en">
<meta name="viewport" content="width=device-width">
<link rel="manifest" href="manifest.json">
<title>Tiny app</title>
<h1>Hello</h1>
<label>Your name <input></label>
<button aria-label="Greet me">→</button>
<button>Turn on notifications</button>
<output></output>
<script>
  const show = (text) => (document.querySelector('output').textContent = text);
  const [greet, turnOn] = document.querySelectorAll('button');
  const ready = navigator.serviceWorker.register('sw.js').then(() => navigator.serviceWorker.ready);
  greet.onclick = () => show('Hello ' + document.querySelector('input').value);
  turnOn.onclick = async () => {
    const registration = await ready;
    const applicationServerKey = new URL(location).searchParams.get('key');
    const subscribing = registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
    show(await subscribing.then((subscription) => JSON.stringify(subscription), String));
  };
</script>`;

const worker = `
  addEventListener('fetch', () => undefined);
  addEventListener('push', (event) => event.waitUntil(registration.showNotification('Request', { body: event.data.text(), tag: event.data.text() })));
  addEventListener('notificationclick', (event) => event.waitUntil(clients.openWindow('/p/?opened=' + event.notification.tag)));`;

const manifest = {
  name: 'Tiny app',
  start_url: '/p/',
  scope: '/p/',
  display: 'standalone',
  icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' }],
};

const files: Record<string, [type: string, text: string]> = {
  '/p/': ['text/html', page],
  '/p/sw.js': ['text/javascript', worker],
  '/p/manifest.json': ['application/manifest+json', JSON.stringify(manifest)],
  '/p/icon.svg': ['image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="192" height="192"><rect width="192" height="192" /></svg>'],
};
