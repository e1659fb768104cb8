import { parseAddress } from '#contract/address';
import { PageContactSchema, TicketSchema } from '#contract/verification';
import type { FieldReading, Reading } from '../connectwise/reading';
import { type FieldProblem, type PageField, type Snapshot, type TabView, ticketKey } from '../workflow/snapshot';
import type { Flow } from '../workflow/state';

const fieldNames = ['company', 'contact', 'email'] as const satisfies PageField[];

/** What a reading of the page at `host` comes to. Everything in it is untrusted; nothing in it is mended. */
export function viewOf(host: string, reading: Reading): TabView {
  if (reading.kind === 'not_ticket') return reading;
  const { number } = reading;
  if (!TicketSchema.safeParse({ host, number }).success) return { kind: 'not_ticket', why: 'no_number' };
  if (reading.kind === 'settling') return { kind: 'settling', host, number };
  const fields: Partial<Record<PageField, string>> = {};
  const missing: { field: PageField; problem: FieldProblem }[] = [];
  for (const field of fieldNames) {
    const value = valueOf(reading[field], field);
    if (value.state === 'read') fields[field] = value.value;
    else missing.push({ field, problem: value.state });
  }
  const { company, contact, email } = fields;
  if (company === undefined || contact === undefined || email === undefined) return { kind: 'incomplete', host, number, fields, missing };
  const parsed = parseAddress(email);
  if (!parsed.ok) return { kind: 'bad_address', host, number, company, contact, problem: parsed.problem };
  return { kind: 'ticket', contact: PageContactSchema.parse({ ticket: { host, number }, company, contact, email: parsed.address }) };
}

/** ConnectWise's own fields are shorter than this: anything longer is not one. */
const longestName = 200;
/** Controls, broken characters, and what turns the direction of the text around: a name may not read as another than it is. */
const unreadable = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

/** An e-mail address is judged by `parseAddress`, with the hidden characters around it. */
function valueOf(field: FieldReading, name: PageField): { state: 'read'; value: string } | { state: FieldProblem } {
  if (field.state !== 'read' || name === 'email') return field;
  const value = field.value.trim();
  if (value === '') return { state: 'empty' };
  if (value.length > longestName) return { state: 'too_long' };
  return unreadable.test(value) ? { state: 'hidden_characters' } : { state: 'read', value };
}

/** The ticket in a tab, whatever else could be read of it. */
export function keyOf(view: TabView | undefined): string | undefined {
  if (!view || view.kind === 'unknown' || view.kind === 'not_ticket') return undefined;
  return ticketKey(view.kind === 'ticket' ? view.contact.ticket : view);
}

const unsent: Flow['name'][] = ['looking_up', 'not_found', 'ready'];

export function withTab(snapshot: Snapshot, tabId: number, view: TabView): Snapshot {
  if (JSON.stringify(snapshot.tabs[tabId]) === JSON.stringify(view)) return snapshot;
  return prune({ ...snapshot, tabs: { ...snapshot.tabs, [tabId]: view } }, unsent);
}

/** The tab was closed: results that nobody read go with it. */
export function withoutTab(snapshot: Snapshot, tabId: number): Snapshot {
  return leave(snapshot, tabId, [...unsent, 'ended']);
}

/** The page in the tab is gone, perhaps only until it has loaded again: a result stays until somebody has read it. */
export function withoutPage(snapshot: Snapshot, tabId: number): Snapshot {
  return leave(snapshot, tabId, unsent);
}

function leave(snapshot: Snapshot, tabId: number, forgotten: Flow['name'][]): Snapshot {
  if (!(tabId in snapshot.tabs)) return snapshot;
  const { [String(tabId)]: _gone, ...tabs } = snapshot.tabs;
  return prune({ ...snapshot, tabs }, forgotten);
}

/** Forgets flows of tickets that no tab shows. What is under way is never forgotten: it may have been sent. */
function prune(snapshot: Snapshot, names: Flow['name'][]): Snapshot {
  const shown = new Set(Object.values(snapshot.tabs).map(keyOf));
  const flows = Object.entries(snapshot.flows).filter(([key, flow]) => shown.has(key) || !names.includes(flow.name));
  return { ...snapshot, flows: Object.fromEntries(flows) };
}
