import type { FakeTicket } from '../tickets.ts';

export type ScreenName = 'board' | 'new' | 'company' | 'contact' | 'calendar' | 'project' | 'time';

/** The fields that say who a ticket is about. */
export type Who = { company?: string; contact?: string; email?: string };

export type OpenOptions = {
  /** How long the last ticket's values stay in the fields; the banner changes at once. */
  staleMs?: number;
  /** With it one half of the person comes that much after the other. */
  partMs?: number;
  /** Which half is first. */
  first?: 'contact' | 'email';
  /** `hash` sets the fragment, which fires hashchange; `replace` changes the address without any event; `none` leaves it. */
  navigate?: 'hash' | 'replace' | 'none';
};

export type ChurnOptions = { perSecond?: number; seed?: number };

/** `window.cw`: what a test or a demo can do with the fake page. */
export type FakePage = {
  tickets: readonly FakeTicket[];
  /** Shows a ticket. From ticket to ticket the one set of pods is reused; from another screen it is built anew, with its values. */
  open(number: string, options?: OpenOptions): void;
  /** Values as the product sets them: the property, with no event. */
  set(who: Who): void;
  /** Shows another screen. */
  screen(name: ScreenName): void;
  /** Keeps another ticket in the document, out of sight by `display`, by `visibility`, or parked at -10000 px as GXT does. */
  keepHidden(number: string, by?: 'display' | 'visibility' | 'parked'): void;
  /** Makes all kept tickets visible beside the one in front. */
  showBoth(): void;
  /** A floating window with banner, pod and fields of the same classes. */
  dialog(who?: Who): void;
  closeDialog(): void;
  /** Opens the ticket alone in a window of its own. Needs a click or a browser that lets scripts open windows. */
  popOut(number: string): Window | null;
  /** What other extensions do: nodes appended to the banner. */
  decorate(text?: string): void;
  /** The member's layout has no company pod. */
  dropCompanyPod(): void;
  /** ConnectWise's own look. */
  theme(name: 'light' | 'dark'): void;
  /** Mutates the page as while it renders: 30 times a second unless told otherwise, the same each time for the same seed. False stops it. */
  churn(options: ChurnOptions | boolean): void;
  /** How many mutations `churn` has made since it was started. */
  churned(): number;
};

declare global {
  interface Window {
    cw: FakePage;
  }
}
