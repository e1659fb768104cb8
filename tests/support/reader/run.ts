import * as fc from 'fast-check';
import { viewOf } from '../../../utils/background/tabs';
import { readTicket } from '../../../utils/connectwise/read-ticket';
import type { TabView } from '../../../utils/workflow/snapshot';
import { buildPage } from './build-page';
import { judge, page, type Page, type Url } from './model';
import type { Tally } from './tally';
import { canary } from './values';

const host = 'na.myconnectwise.net';
const urls: Record<Url, string> = {
  ticket: `https://${host}/v2025_1/ConnectWise.aspx#XQAAC??ServiceTicket`,
  'time entry': `https://${host}/v2025_1/timeexpensemodule.html`,
  elsewhere: `https://${host}.evil.example/v2025_1/ConnectWise.aspx`,
};

/** Bundled for real browsers: builds `pages` pages in this document, reads each, and compares with what a person would say. */
export function run(seed: number, pages: number): Tally {
  const scope = globalThis as unknown as Record<string, number>;
  scope[canary] ??= 0;
  const outcomes: Record<string, number> = {};
  const property = fc.property(page, (model) => {
    buildPage(document, model);
    const view = viewOf(host, readTicket(document, urls[model.url]));
    for (const name of outcomesOf(view)) outcomes[name] = (outcomes[name] ?? 0) + 1;
    const complaint = compare(model, view);
    if (complaint) throw new Error(complaint);
  });
  const result = fc.check(property, { seed, numRuns: pages });
  const failure = result.failed ? reportOf(result) : null;
  return { pages: result.numRuns, outcomes, executed: scope[canary] ?? 0, failure };
}

/** The smallest page that fails and its markup, without the long runs of one character. */
function reportOf(result: fc.RunDetails<[Page]>): string {
  if (result.counterexample) buildPage(document, result.counterexample[0]);
  return `${fc.defaultReportMessage(result)}\n${document.body.innerHTML}`.replace(/(.)\1{60,}/gu, '$1…');
}

function compare(model: Page, view: TabView): string | undefined {
  const verdict = judge(model);
  if (view.kind !== 'ticket') return verdict !== 'refuse' && verdict.must ? `not read, but ${JSON.stringify(view)}` : undefined;
  const { ticket, company, contact, email } = view.contact;
  const read = JSON.stringify({ number: ticket.number, company, contact, email });
  // What the reader takes for visible can make it read a ticket that nobody sees, never another than the one that is seen.
  const known = verdict === 'refuse' ? judge(model, true) : verdict;
  if (known === 'refuse') return `read, but nobody could tell: ${read}`;
  return read === JSON.stringify(known.contact) ? undefined : `another contact: ${read} instead of ${JSON.stringify(known.contact)}`;
}

function outcomesOf(view: TabView): string[] {
  if (view.kind === 'not_ticket') return [view.why];
  if (view.kind === 'incomplete') return [...new Set(view.missing.map(({ problem }) => problem))];
  return [view.kind === 'bad_address' ? `address ${view.problem}` : view.kind];
}
