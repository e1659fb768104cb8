import type { PageContact } from '#contract/verification';
import { isLeft, isOnPage } from '../utils/workflow/about';
import { awaitsSecond } from '../utils/workflow/doubts';
import { isStanding, isUnread, keyInFront, mayBeUnderWay, typedIn } from '../utils/workflow/in-front';
import { awaitsNote } from '../utils/workflow/on-ended';
import type { Access, Snapshot, TabView } from '../utils/workflow/snapshot';
import type { About, Flow } from '../utils/workflow/state';

/** Who stands in the panel's head. `source`: whose words these are, once that is known. */
export type Who = { number: string; company?: string; contact?: string; email?: string; source?: 'record' | 'page' | 'other_caller' };
/** What an intent is about: the ticket and the contact that were in front of the technician when they pressed. */
export type Target = { ticketKey: string; shown: About };

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
  /** The ticket's number was typed; whether the technician can leave it: not while something is under way on it. */
  typed?: 'stays' | 'can_be_left';
};

/** Picks what to show for the tab in front. */
export function sceneOf(snapshot: Snapshot, tabId: number | undefined): Scene {
  const view: TabView = (tabId === undefined ? undefined : snapshot.tabs[tabId]) ?? { kind: 'unknown' };
  const noAccess = snapshot.access.kind === 'signed_in' ? undefined : snapshot.access.kind;
  const key = tabId === undefined ? undefined : keyInFront(snapshot, tabId);
  if (tabId === undefined || key === undefined) return { view, noAccess };
  const typed = typedIn(snapshot, tabId);
  const found = snapshot.flows[key];
  const typing = typed === undefined ? {} : ({ typed: mayBeUnderWay(found) ? 'stays' : 'can_be_left' } as const);
  if (!found || (typed === undefined && !belongs(found, view))) return { view, noAccess, ...typing, who: typed === undefined ? whoOf(view) : { number: typed } };
  return {
    view,
    noAccess,
    ...typing,
    flow: found,
    who: whoIn(found),
    target: { ticketKey: key, shown: found.about },
    pageNow: typed === undefined ? pageNow(found, view) : undefined,
  };
}

/** Changes exactly when the technician faces something new: then the heading is focused. */
export function sceneKey(scene: Scene): string {
  const { flow } = scene;
  const seen = flow?.name === 'live' || flow?.name === 'ended' ? flow.received.verification : undefined;
  const answered = seen && seen.answeredAt !== null ? 'answered' : '';
  const exception = flow?.name === 'ready' ? [flow.options.doubts.length > 0, flow.options.exception?.state, flow.left].join() : '';
  return [scene.noAccess ?? '', scene.view.kind, scene.view.kind === 'not_ticket' ? scene.view.why : '', scene.who?.number ?? '', flow?.name ?? '', seen?.status ?? '', answered, exception, flow?.name === 'ended' && flow.revoked ? 'revoked' : ''].join(' ');
}

/** Whether something counts down in this scene, or says how long ago it was, so that the panel needs a clock. */
export function needsClock(scene: Scene): boolean {
  return scene.flow?.name === 'live' || scene.flow?.name === 'ready' || scene.flow?.name === 'ended';
}

const soonMs = 5000;
const laterMs = 30_000;

/** How often to ask whether somebody else has done something: a second technician, or the service about its ticket note. Undefined: not at all. */
export function lookAgainAfterMs({ flow, noAccess }: Scene): number | undefined {
  if (noAccess) return undefined;
  if (flow?.name === 'ready' && awaitsSecond(flow)) return soonMs;
  if (flow?.name !== 'ended' || !awaitsNote(flow)) return undefined;
  return flow.received.verification.note?.state === 'waiting' ? soonMs : laterMs;
}

/** Whether the company pod is what the page lacks. */
export function isWithoutPod({ missing }: Extract<TabView, { kind: 'incomplete' }>): boolean {
  return missing.some(({ problem }) => problem === 'no_pod');
}

/** Whether the page may have become another than the one this extension knows. */
export function mayHaveDrifted(view: TabView): boolean {
  if (view.kind === 'not_ticket') return view.why === 'no_banner' || view.why === 'other_screen' || view.why === 'numbers_differ';
  return view.kind === 'incomplete' && isUnread(view);
}

function belongs(flow: Flow, view: TabView): boolean {
  return isStanding(flow) || (view.kind === 'ticket' && isOnPage(flow.about, view.contact));
}

function pageNow(flow: Flow, view: TabView): Scene['pageNow'] {
  if (view.kind === 'settling') return undefined;
  if (view.kind !== 'ticket') return 'unreadable';
  return isLeft(flow.about, view.contact) ? view.contact : undefined;
}

/** As ConnectWise has it, or as the page has it: never of both a little. */
function whoIn(flow: Flow): Who {
  const { about } = flow;
  const number = 'contact' in about ? about.contact.ticket.number : about.ticketNumber;
  const record = 'options' in flow ? flow.options.record : null;
  if (record) {
    const { company, name, email } = record;
    return { number, company, contact: name, email: email ?? undefined, source: record.isTicketContact ? 'record' : 'other_caller' };
  }
  if (!('contact' in about) || about.caller) return { number };
  const { company, contact, email } = about.contact;
  return { number, company, contact, email, source: 'options' in flow ? 'page' : undefined };
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
