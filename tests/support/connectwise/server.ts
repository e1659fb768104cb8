import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FakeTicket, defaultTickets } from './tickets.ts';

export type FakeConnectWise = {
  port: number;
  /** `na.myconnectwise.net`: map it to 127.0.0.1 and `port` in the browser. */
  host: string;
  /** A ticket's address under the real host name. */
  ticketUrl(number: string): string;
  /** Another screen's address: `board`, `company`, `contact`, `calendar`, `project`, `time`, `new`. */
  screenUrl(screen: string): string;
  /** For Chromium: `--host-resolver-rules=…` */
  hostResolverRules: string;
  close(): Promise<void>;
};

export type FakeConnectWiseOptions = {
  tickets?: FakeTicket[];
  port?: number;
  host?: string;
  /** How long the last ticket's fields stay after a switch by click; `window.cw.open` can say otherwise. */
  staleMs?: number;
};

/** Serves a ConnectWise ticket screen over HTTPS on loopback; `page/script.js` lists what `window.cw` can do. */
export async function startConnectWise(options: FakeConnectWiseOptions = {}): Promise<FakeConnectWise> {
  const { tickets = defaultTickets, port = 0, host = 'na.myconnectwise.net', staleMs = 400 } = options;
  const page = await buildPage({ tickets, staleMs });
  const server = createServer(await makeCertificate(host), (request, response) => {
    const isPage = request.method === 'GET' && !/\.(ico|js|css|png|map)$/.test(new URL(request.url ?? '/', `https://${host}`).pathname);
    response.writeHead(isPage ? 200 : 404, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' });
    response.end(isPage ? page : '');
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    port: bound,
    host,
    ticketUrl: (number) => `https://${host}/v2025_1/ConnectWise.aspx?routeTo=ServiceFV&recid=${number}`,
    screenUrl: (screen) => `https://${host}/v2025_1/${screen === 'time' ? 'timeexpensemodule.html' : 'ConnectWise.aspx'}?screen=${screen}`,
    hostResolverRules: `MAP *.myconnectwise.net:443 127.0.0.1:${bound}`,
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  };
}

async function buildPage(data: { tickets: FakeTicket[]; staleMs: number }): Promise<string> {
  const read = (name: string) => readFile(new URL(`./page/${name}`, import.meta.url), 'utf8');
  const [html, style, script, screens] = await Promise.all([read('index.html'), read('style.css'), read('script.js'), read('screens.js')]);
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return html
    .replace('/*style*/', () => style)
    .replace('/*data*/', () => json)
    .replace('/*script*/', () => `${screens}\n${script}`);
}

async function makeCertificate(host: string): Promise<{ key: string; cert: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-cw-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host},DNS:*.myconnectwise.net,DNS:*.connectwisedev.com`];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  try {
    await promisify(execFile)('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert, ...subject]);
    return { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
