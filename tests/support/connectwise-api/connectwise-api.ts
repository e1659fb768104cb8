import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { defaultTickets } from '../connectwise/tickets.ts';
import { recordsOf } from './build-records.ts';
import { createGate } from './gate.ts';
import type { Credentials, GateState } from './gate.ts';
import { holdRecords } from './hold-records.ts';
import type { ApiRecords } from './records.ts';
import { Refusal } from './refusal.ts';
import { answerResource } from './resources.ts';
import type { Permission } from './resources.ts';

/** `path` is that below `apis/3.0`, or the whole one elsewhere; `status` undefined: nothing was answered. */
export type ApiRequest = { method: string; path: string; query: string; isAuthorised: boolean; status?: number };
/** What goes wrong with a request. `after`: only once it was carried out. */
export type Fault = 'timeout' | 'timeout after' | 'reset' | 'reset after' | '429' | '500' | '500 after';
export type ConnectwiseApiOptions = {
  port?: number;
  records?: ApiRecords;
  credentials?: Partial<Credentials>;
  codebase?: string;
  /** How the site spells whether it is the cloud. */
  isCloud?: boolean | string;
  /** Requests a minute, above which they are refused. */
  perMinute?: number;
  /** Whether a project ticket is to be found below the project module only. */
  hidesProjectTickets?: boolean;
  now?: () => number;
};
export type ConnectwiseApi = Awaited<ReturnType<typeof startConnectwiseApi>>;

export const testCredentials: Credentials = { companyId: 'northwind', publicKey: 'pubPUB1234567890', privateKey: 'prvPRV4567890abc', clientId: '5f0c1b52-9c1e-4a57-8f3a-0d7f2f7e6a11' };
type Answer = { status: number; headers?: Record<string, string>; body: string };

/** ConnectWise PSA's REST API on a loopback port, as strict as the real one in what the service relies on. */
export async function startConnectwiseApi(options: ConnectwiseApiOptions = {}) {
  const { port = 0, now = Date.now, hidesProjectTickets = false } = options;
  const credentials = { ...testCredentials, ...options.credentials };
  const records = holdRecords(options.records ?? recordsOf(defaultTickets), now);
  const state: GateState = { codebase: options.codebase ?? 'v2025_1/', perMinute: options.perMinute ?? 1000 };
  const requests: ApiRequest[] = [];
  const forbidden = new Set<Permission>();
  const pass = createGate(credentials, state, now);
  let faultOf: (request: ApiRequest) => Fault | undefined = () => undefined;

  const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const site = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', `http://${site}`);
    const path = url.pathname.replace(/^\/[^/]+\/apis\/3\.0(?=\/)/, '');
    const record: ApiRequest = { method: request.method ?? '', path, query: decodeURIComponent(url.search.replaceAll('+', ' ')), isAuthorised: false };
    requests.push(record);
    const body = await text(request);
    const fault = faultOf(record);
    const answer = (fault ? faulty(fault) : undefined) ?? answerTo(request, url, body, record);
    if (fault?.startsWith('timeout')) return;
    if (fault?.startsWith('reset')) return void request.socket.resetAndDestroy();
    const { status, headers, body: written } = fault === '500 after' ? internalError : answer;
    record.status = status;
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(written);
  }

  function answerTo(request: IncomingMessage, url: URL, body: string, record: ApiRequest): Answer {
    try {
      if (url.pathname.startsWith('/login/companyinfo/')) return json(200, companyInfo(url));
      const path = pass(request, url.pathname);
      record.isAuthorised = true;
      const isForwardOnly = request.headers['pagination-type'] === 'forward-only';
      const { status, body: answered, link } = answerResource({ method: record.method, path, params: url.searchParams, url: url.href, isForwardOnly, body }, { records, forbidden, hidesProjectTickets, now });
      return { ...json(status, answered), headers: link === undefined ? {} : { link } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, document, headers } = error;
      return typeof document === 'string' ? { status, headers: { 'content-type': 'text/plain' }, body: document } : { ...json(status, document), headers };
    }
  }

  function companyInfo(url: URL) {
    if (decodeURIComponent(url.pathname.slice('/login/companyinfo/'.length)).toLowerCase() !== credentials.companyId.toLowerCase()) return null;
    return { CompanyName: 'Northwind IT', Codebase: state.codebase, VersionCode: 'v2025.1', VersionNumber: 'v4.6.91823', CompanyID: credentials.companyId, IsCloud: options.isCloud ?? false };
  }

  return {
    origin: `http://${site}`,
    /** The host that technicians see in the address bar. */
    site,
    credentials,
    /** The records as they stand, and how a test changes them. */
    records,
    /** Every request, right or wrong, oldest first. */
    requests,
    /** What the API member's role does not allow. */
    forbidden,
    /** `codebase` and `perMinute` may be changed while it runs. */
    state,
    /** What goes wrong from now on: asked of each request. */
    setFault: (fault: (request: ApiRequest) => Fault | undefined) => void (faultOf = fault),
    notesOf: (ticketId: number) => records.notes.filter((note) => note.ticketId === ticketId),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const internalError: Answer = { status: 500, body: JSON.stringify({ code: 'InternalServerError', message: 'An unexpected error occurred.', errors: [] }) };

/** What is answered without carrying the request out; undefined where it is carried out, or nothing is answered at all. */
function faulty(fault: Fault): Answer | undefined {
  if (fault === '429') return { status: 429, headers: { 'retry-after': '1' }, body: JSON.stringify({ error: 'ConnectWiseAPI', message: 'Too many requests. Try again later.' }) };
  return fault.endsWith('after') ? undefined : internalError;
}

function json(status: number, body: unknown): Answer {
  return { status, body: JSON.stringify(body) };
}
