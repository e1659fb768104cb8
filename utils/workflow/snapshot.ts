import type { PageContact } from '#contract/verification';
import type { AddressProblem } from '#contract/address';
import { isSearching } from './other-caller';
import type { Flow } from './state';

/** All that the panel and the options page show. The background is its only writer; it lives in storage.session. */

export type PageField = 'company' | 'contact' | 'email';
export const fieldProblems = ['empty', 'not_found', 'no_pod', 'differs', 'too_long', 'hidden_characters'] as const;
/** Why a field cannot be used. `no_pod`: the company pod is not on the page; `differs`: shown more than once, with different values. */
export type FieldProblem = (typeof fieldProblems)[number];

export const notTicketReasons = ['no_banner', 'other_screen', 'no_number', 'several_tickets', 'several_pods', 'numbers_differ'] as const;
/** Why a ConnectWise page shows no ticket that could be read. */
export type NotTicketReason = (typeof notTicketReasons)[number];

/** What the extension makes of the page in one tab. */
export type TabView =
  | { kind: 'unknown' } // nothing heard from this tab: not a ConnectWise page, or the page must be reloaded
  | { kind: 'not_ticket'; why: NotTicketReason }
  | { kind: 'settling'; host: string; number: string }
  | { kind: 'incomplete'; host: string; number: string; fields: Partial<Record<PageField, string>>; missing: { field: PageField; problem: FieldProblem }[] }
  | { kind: 'bad_address'; host: string; number: string; company: string; contact: string; problem: AddressProblem }
  | { kind: 'ticket'; contact: PageContact };

export type Access =
  | { kind: 'starting' }
  | { kind: 'no_consent' }
  | { kind: 'not_paired' }
  | { kind: 'signed_out' } // revoked, or the service no longer knows this browser
  | { kind: 'unreachable' }
  | { kind: 'extension_too_old' }
  | { kind: 'service_too_old' }
  | { kind: 'signed_in' };

/** Whether the browser lets us read the pages of an address; `withdrawn` also means: never given. */
export type HostState = 'granted' | 'withdrawn';

export type Snapshot = {
  access: Access;
  technician: string | null;
  tenant: string | null;
  serviceOrigin: string | null;
  /** ConnectWise's own cloud. */
  cloud: HostState;
  /** The ConnectWise servers of one's own that were added. */
  hosts: { origin: string; state: HostState }[];
  /** By the id of a window with a panel: the tab, in a window without panels, whose ticket it shows instead of its own. */
  poppedOut: Record<string, number>;
  /** The technician wants no pods in the tickets until the browser restarts. */
  podHidden: boolean;
  /** By tab id. */
  tabs: Record<string, TabView>;
  /** By tab id: the number of a ticket that was typed, where the page shows none that can be read. */
  typed: Record<string, string>;
  /** By ticket key: `<host>/<ticket number>`, or `#<ticket number>` where the number was typed. */
  flows: Record<string, Flow>;
};

export function ticketKey(ticket: { host: string; number: string }): string {
  return `${ticket.host}/${ticket.number}`;
}

/** The key of a ticket whose number was typed: no other ticket has it, for there is no host without a slash behind it. */
export function typedKey(number: string): string {
  return `#${number}`;
}

/** Whether anything waits for the service or the end user, so that the worker is needed. */
export function isUnderWay(snapshot: Snapshot): boolean {
  return Object.values(snapshot.flows).some((flow) => flow.name === 'live' || flow.name === 'sending' || isAsking(flow));
}

/** Whether a question is on its way beside what is shown. */
function isAsking(flow: Flow): boolean {
  if (flow.name === 'ended') return flow.invitation?.state === 'sending';
  return (flow.name === 'ready' && flow.busy !== undefined) || ('search' in flow && isSearching(flow.search));
}

export const emptySnapshot: Snapshot = {
  access: { kind: 'starting' },
  technician: null,
  tenant: null,
  serviceOrigin: null,
  cloud: 'granted',
  hosts: [],
  poppedOut: {},
  podHidden: false,
  tabs: {},
  typed: {},
  flows: {},
};
