import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeSelfSigned } from '../sinks/self-signed.ts';
import { certificateNames, cloudHost, hostedHost, onPremiseHosts } from './hosts.ts';
import { createPageHtml, hostedHtml } from './page-html.ts';
import type { ScreenName } from './page/api.ts';
import type { WrittenNote } from './page/notes.ts';
import { type BuildName, builds, newestBuild } from './page/builds.ts';
import { type FakeTicket, defaultTickets } from './tickets.ts';

export type FakeConnectWise = {
  port: number;
  close(): Promise<void>;
};

export type FakeConnectWiseOptions = {
  tickets?: FakeTicket[];
  /** How long the last ticket's fields stay after a switch by click; `window.cw.open` can say otherwise. */
  staleMs?: number;
  /** What the entry links of the cloud lead to, and what the on-premise host runs. */
  build?: BuildName;
  /** The internal notes that stand on a ticket; without it the page never asks. */
  notesOf?: (number: string) => WrittenNote[];
};

/**
 * Serves ConnectWise over HTTPS on loopback under all names of `hosts.ts`: in the cloud the build stands in the path, on-premise it is always
 * `/v4_6_release/`. `page/api.ts` says what `window.cw` can do there.
 */
export async function startConnectWise({ tickets = defaultTickets, staleMs = 400, build = newestBuild, notesOf }: FakeConnectWiseOptions = {}): Promise<FakeConnectWise> {
  const pageHtml = await createPageHtml({ tickets, staleMs, hasNotes: notesOf !== undefined });
  const server = createServer(makeSelfSigned({ dns: certificateNames }), (request, response) => answer(request, response, { build, pageHtml, notesOf }));
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => (server.close(() => resolve()), server.closeAllConnections())),
  };
}

/** A ticket's path, with the address that its screen has in a build. */
export function ticketPath(number: string, build: BuildName = newestBuild): string {
  return `/${build}/${builds[build].file}?routeTo=ServiceFV&recid=${number}`;
}

/** A ticket's address in the cloud. */
export function ticketAddress(number: string): string {
  return `https://${cloudHost}${ticketPath(number)}`;
}

/** Another screen's path; time entry is a page of its own. */
export function screenPath(screen: ScreenName, build: BuildName = newestBuild): string {
  return `/${build}/${screen === 'time' ? 'timeexpensemodule.html' : builds[build].file}?screen=${screen}`;
}

type Served = { build: BuildName; pageHtml: (build: BuildName) => string; notesOf: FakeConnectWiseOptions['notesOf'] };

function answer(request: IncomingMessage, response: ServerResponse, served: Served): void {
  const url = new URL(request.url ?? '/', `https://${request.headers.host ?? cloudHost}`);
  const target = request.method === 'GET' ? find(url, served) : undefined;
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  if (target?.location) response.writeHead(302, { location: target.location }).end();
  else response.writeHead(target ? 200 : 404, headers).end(target?.html ?? '');
}

function find(url: URL, { build, pageHtml, notesOf }: Served): { html?: string; location?: string } | undefined {
  const asked = notesOf && /^\/cw-notes\/(\d+)$/.exec(url.pathname)?.[1];
  if (asked) return { html: JSON.stringify(notesOf(asked)) };
  if (url.hostname === hostedHost) return { html: hostedHtml };
  const [, folder = '', ...rest] = url.pathname.split('/');
  const isPage = rest.length === 1 && /^(connectwise\.aspx|timeexpensemodule\.html)$/i.test(rest[0] ?? '');
  const onPremise = onPremiseHosts.some((host) => host === url.hostname);
  if (folder === 'v4_6_release') return onPremise && isPage ? { html: pageHtml(build) } : entry(url, onPremise ? '/v4_6_release/ConnectWise.aspx' : `/${build}/${builds[build].file}`);
  return isPage && !onPremise && folder in builds ? { html: pageHtml(folder as BuildName) } : undefined;
}

/** Links in mails lead here first: the old address of a ticket, the router, and the page's own address without a build. */
function entry(url: URL, page: string): { location: string } | undefined {
  const known = /\/(fv_sr100_request\.rails|openrecord\.rails|connectwise\.aspx)$/i.test(url.pathname);
  const number = url.searchParams.get('recid') ?? url.searchParams.get('service_recid');
  return known ? { location: number ? `${page}?routeTo=ServiceFV&recid=${number}` : page } : undefined;
}
