import { type Snapshot, type TabView, ticketKey, typedKey } from './snapshot';
import type { About, Flow } from './state';

/** Which ticket a panel faces for a tab: its page's, or the one whose number was typed because its page shows none that can be read. */

/** These stay in view whatever happens to the page: a code may be on its way, or a result must be read. */
const standing: readonly Flow['name'][] = ['sending', 'send_lost', 'live', 'ended'];
const underWay: readonly Flow['name'][] = ['sending', 'send_lost', 'live'];

export function isStanding(flow: Flow | undefined): boolean {
  return flow !== undefined && standing.includes(flow.name);
}

/** Whether something may have been sent that has not ended. */
export function mayBeUnderWay(flow: Flow | undefined): boolean {
  return flow !== undefined && underWay.includes(flow.name);
}

/** Whether a page shows no ticket, or one that this extension cannot read: then the number may be typed. */
export function isUnread(view: TabView | undefined): boolean {
  if (!view || view.kind === 'unknown' || view.kind === 'not_ticket') return true;
  return view.kind === 'incomplete' && view.missing.some(({ problem }) => problem === 'not_found' || problem === 'no_pod');
}

/** The ticket in a tab, whatever else could be read of it. */
export function keyOf(view: TabView | undefined): string | undefined {
  if (!view || view.kind === 'unknown' || view.kind === 'not_ticket') return undefined;
  return ticketKey(view.kind === 'ticket' ? view.contact.ticket : view);
}

/** The typed number that stands in front of `tabId`; undefined where the page's own ticket does, or none. */
export function typedIn({ tabs, typed, flows }: Snapshot, tabId: number): string | undefined {
  const view = tabs[tabId];
  const ofPage = keyOf(view);
  return isUnread(view) && !(ofPage !== undefined && isStanding(flows[ofPage])) ? typed[tabId] : undefined;
}

/** The key of the ticket in front of `tabId`. */
export function keyInFront(snapshot: Snapshot, tabId: number): string | undefined {
  const number = typedIn(snapshot, tabId);
  return number === undefined ? keyOf(snapshot.tabs[tabId]) : typedKey(number);
}

/** Whom the service may be asked about for `tabId`; undefined while nobody is known. */
export function aboutInFront(snapshot: Snapshot, tabId: number): About | undefined {
  const ticketNumber = typedIn(snapshot, tabId);
  if (ticketNumber !== undefined) return { ticketNumber };
  const view = snapshot.tabs[tabId];
  return view?.kind === 'ticket' ? { contact: view.contact } : undefined;
}
