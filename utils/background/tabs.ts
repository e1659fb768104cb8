import { parseAddress } from '#contract/address';
import { PageContactSchema, TicketSchema } from '#contract/verification';
import type { FieldReading, Reading } from '../connectwise/reading';
import { isUnread, keyOf, mayBeUnderWay } from '../workflow/in-front';
import { type FieldProblem, type PageField, type Snapshot, type TabView, typedKey } from '../workflow/snapshot';
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

const unsent: Flow['name'][] = ['looking_up', 'not_found', 'ready'];

/** What the page in the tab says now. A number that was typed gives way to a ticket that can be read, unless something is under way on it. */
export function withTab(snapshot: Snapshot, tabId: number, view: TabView): Snapshot {
  if (JSON.stringify(snapshot.tabs[tabId]) === JSON.stringify(view)) return snapshot;
  const { tabs, ...rest } = isUnread(view) ? snapshot : withoutTyped(snapshot, tabId);
  return prune({ ...rest, tabs: { ...tabs, [tabId]: view } }, unsent);
}

/** The tab was closed: results that nobody read go with it. */
export function withoutTab(snapshot: Snapshot, tabId: number): Snapshot {
  return tabId in snapshot.tabs || tabId in snapshot.typed ? prune({ ...snapshot, tabs: without(snapshot.tabs, tabId), typed: without(snapshot.typed, tabId) }, [...unsent, 'ended']) : snapshot;
}

/** The page in the tab is gone, perhaps only until it has loaded again: a result stays until somebody has read it. */
export function withoutPage(snapshot: Snapshot, tabId: number): Snapshot {
  return tabId in snapshot.tabs ? prune({ ...snapshot, tabs: without(snapshot.tabs, tabId) }, unsent) : snapshot;
}

/** The ticket with this number in a tab whose page shows none that can be read; the same snapshot where that is not possible. */
export function withTyped(snapshot: Snapshot, tabId: number, number: string): Snapshot {
  if (!isUnread(snapshot.tabs[tabId])) return snapshot;
  const before = withoutTyped(snapshot, tabId);
  return tabId in before.typed ? snapshot : { ...before, typed: { ...before.typed, [tabId]: number } };
}

/** The technician has done with a typed ticket; the same snapshot where something is under way on it. */
export function withoutTyped(snapshot: Snapshot, tabId: number): Snapshot {
  const number = snapshot.typed[tabId];
  if (number === undefined || mayBeUnderWay(snapshot.flows[typedKey(number)])) return snapshot;
  const typed = without(snapshot.typed, tabId);
  const { [typedKey(number)]: _left, ...flows } = snapshot.flows;
  return { ...snapshot, typed, flows: Object.values(typed).includes(number) ? snapshot.flows : flows };
}

function without<T>(values: Record<string, T>, tabId: number): Record<string, T> {
  const { [String(tabId)]: _gone, ...rest } = values;
  return rest;
}

/** Forgets flows of tickets that no tab shows. What is under way is never forgotten: it may have been sent. */
function prune(snapshot: Snapshot, names: Flow['name'][]): Snapshot {
  const shown = new Set([...Object.values(snapshot.tabs).map(keyOf), ...Object.values(snapshot.typed).map(typedKey)]);
  const flows = Object.entries(snapshot.flows).filter(([key, flow]) => shown.has(key) || !names.includes(flow.name));
  return { ...snapshot, flows: Object.fromEntries(flows) };
}
