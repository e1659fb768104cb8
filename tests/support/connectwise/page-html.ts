import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleScript } from '../bundle.ts';
import { packFragment } from './fragment.ts';
import { hostedHost } from './hosts.ts';
import type { BuildName } from './page/builds.ts';
import type { Fragments } from './page/hash.ts';
import type { PageData } from './page/main.ts';
import type { FakeTicket } from './tickets.ts';

const folder = path.join(import.meta.dirname, 'page');
const screenNames = { board: 'ServiceBoard', new: 'NewServiceTicket', company: 'Company', contact: 'Contact', calendar: 'Calendar', project: 'ProjectTicket' };

/** Makes the page's HTML; everything in it is inline, as in one document it all starts at once. */
export async function createPageHtml({ tickets, staleMs, hasNotes }: Pick<PageData, 'tickets' | 'staleMs' | 'hasNotes'>): Promise<(build: BuildName) => string> {
  const read = (name: string) => readFile(path.join(folder, name), 'utf8');
  const [html, style, script] = await Promise.all([read('index.html'), read('style.css'), bundleScript(path.join(folder, 'main.ts'), 'fakeConnectWise')]);
  const fragments = packAll(tickets);
  return (build) => {
    const data: PageData = { tickets, staleMs, build, fragments, hostedHost, hasNotes };
    return html
      .replace('/*style*/', () => style)
      .replace('/*data*/', () => JSON.stringify(data).replaceAll('<', '\\u003c'))
      .replace('/*script*/', () => script.replaceAll('</script', '<\\/script'));
  };
}

function packAll(tickets: FakeTicket[]): Fragments {
  const pack = (p: string, state: Record<string, unknown>, rnd: number) => packFragment({ pid: 1, p, s: { p: state }, rnd });
  return {
    tickets: Object.fromEntries(tickets.map(({ number }, index) => [number, pack('ServiceTicket', { recid: Number(number) }, index)])),
    screens: Object.fromEntries(Object.entries(screenNames).map(([screen, name], index) => [screen, pack(name, {}, index)])),
  };
}

/** The page of another company that stands in a hosted pod, with a field that looks like the ticket's. */
export const hostedHtml = `<!doctype html><title>Documentation</title><style>body{margin:8px;font:12px 'Segoe UI',system-ui,sans-serif;color:#5d7183;background:#fff}</style>
<p>No documents for this company.</p><input type="hidden" class="cw_emailAddress" value="vendor@pods.example">`;
