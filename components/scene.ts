import type { PageContact } from '#contract/verification';
import { sameContact } from '../utils/workflow/contact';
import { type Access, type Snapshot, type TabView, ticketKey } from '../utils/workflow/snapshot';
import type { Flow } from '../utils/workflow/state';

/** Who stands in the panel's head: as much of it as the page has given. */
export type Who = { number: string; company?: string; contact?: string; email?: string };
/** What an intent is about: the ticket and the contact that were in front of the technician when they pressed. */
export type Target = { ticketKey: string; shown: PageContact };

/** What the panel shows for one tab. */
export type Scene = {
  view: TabView;
  who?: Who;
  /** The state of this ticket, unless it belongs to a contact that is no longer on the page. */
  flow?: Flow;
  target?: Target;
  /** Set while the technician cannot use the service. */
  noAccess?: Exclude<Access['kind'], 'signed_in'>;
  /** A verification stands, but the page now shows this instead of its contact. */
  pageNow?: PageContact | 'unreadable';
};

/** These stay in view whatever happens to the page: a code may be on its way, or a result must be read. */
const standing: readonly Flow['name'][] = ['sending', 'send_lost', 'live', 'ended'];

/** Picks what to show for the tab in front. */
export function sceneOf(snapshot: Snapshot, tabId: number | undefined): Scene {
  const view: TabView = (tabId === undefined ? undefined : snapshot.tabs[tabId]) ?? { kind: 'unknown' };
  const noAccess = snapshot.access.kind === 'signed_in' ? undefined : snapshot.access.kind;
  const ticket = ticketOf(view);
  if (!ticket) return { view, noAccess };
  const key = ticketKey(ticket);
  const found = snapshot.flows[key];
  const flow = found && belongs(found, view) ? found : undefined;
  if (!flow) return { view, noAccess, who: whoOf(view) };
  const { company, contact, email } = flow.contact;
  return {
    view,
    noAccess,
    flow,
    who: { number: ticket.number, company, contact, email },
    target: { ticketKey: key, shown: flow.contact },
    pageNow: pageNow(flow, view),
  };
}

/** Changes exactly when the technician faces something new: then the heading is focused. */
export function sceneKey(scene: Scene): string {
  const { flow } = scene;
  const seen = flow?.name === 'live' || flow?.name === 'ended' ? flow.received.verification : undefined;
  const answered = seen && seen.answeredAt !== null ? 'answered' : '';
  return [scene.noAccess ?? '', scene.view.kind, scene.view.kind === 'not_ticket' ? scene.view.why : '', scene.who?.number ?? '', flow?.name ?? '', seen?.status ?? '', answered, flow?.name === 'ended' && flow.revoked ? 'revoked' : ''].join(' ');
}

/** Whether something counts down in this scene, or says how long ago it was, so that the panel needs a clock. */
export function needsClock(scene: Scene): boolean {
  return scene.flow?.name === 'live' || scene.flow?.name === 'ready' || scene.flow?.name === 'ended';
}

/** Whether the company pod is what the page lacks. */
export function isWithoutPod({ missing }: Extract<TabView, { kind: 'incomplete' }>): boolean {
  return missing.some(({ problem }) => problem === 'no_pod');
}

/** Whether the page may have become another than the one this extension knows. */
export function mayHaveDrifted(view: TabView): boolean {
  if (view.kind === 'not_ticket') return view.why === 'no_banner' || view.why === 'other_screen' || view.why === 'numbers_differ';
  return view.kind === 'incomplete' && view.missing.some(({ problem }) => problem === 'not_found' || problem === 'no_pod');
}

function ticketOf(view: TabView): { host: string; number: string } | undefined {
  if (view.kind === 'ticket') return view.contact.ticket;
  return view.kind === 'unknown' || view.kind === 'not_ticket' ? undefined : view;
}

function belongs(flow: Flow, view: TabView): boolean {
  return standing.includes(flow.name) || (view.kind === 'ticket' && sameContact(flow.contact, view.contact));
}

function pageNow(flow: Flow, view: TabView): Scene['pageNow'] {
  if (view.kind === 'settling') return undefined;
  if (view.kind !== 'ticket') return 'unreadable';
  return sameContact(flow.contact, view.contact) ? undefined : view.contact;
}

function whoOf(view: TabView): Who | undefined {
  switch (view.kind) {
    case 'ticket':
      return { number: view.contact.ticket.number, company: view.contact.company, contact: view.contact.contact, email: view.contact.email };
    case 'incomplete':
      return { number: view.number, ...view.fields };
    case 'bad_address':
      return { number: view.number, company: view.company, contact: view.contact };
    case 'settling':
      return { number: view.number };
    default:
      return undefined;
  }
}
