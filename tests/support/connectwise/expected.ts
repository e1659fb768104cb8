import type { FakePage, ScreenName } from './page/api.ts';
import { type BuildName, buildNames, newestBuild, oldestBuild } from './page/builds.ts';

/** A state of the page, and what the extension must make of it in every build. */
export type Situation = {
  name: string;
  /** What is opened by its address; the ticket is the first one. */
  address: ScreenName | 'ticket' | 'popped out';
  /** What then happens to the page. Runs there: it can use nothing but `cw`. */
  change?: (cw: FakePage) => void;
  expected: Outcome;
};

/** The reading in short, and whether the extension's pod stands in the page. */
export type Outcome = { reading: string; pod: boolean };

export const browsers = ['Chromium', 'Firefox'] as const;
export type BrowserName = (typeof browsers)[number];
export type Observation = { situation: string; build: BuildName; browser: BrowserName; outcome: Outcome };

const jo: Outcome = { reading: '#1234567: Acme Example, Jo Sample, jo@acme.example', pod: true };
const none = (why: string): Outcome => ({ reading: `no ticket (${why})`, pod: false });

export const situations: readonly Situation[] = [
  { name: 'Service ticket', address: 'ticket', expected: jo },
  { name: 'Service ticket in a window of its own', address: 'popped out', expected: jo },
  { name: 'Service ticket, other extensions in the banner', address: 'ticket', change: (cw) => cw.decorate('SLA: 2h'), expected: jo },
  { name: 'Service ticket under a floating window', address: 'ticket', change: (cw) => cw.dialog(), expected: jo },
  { name: 'Service ticket, page never still', address: 'ticket', change: (cw) => cw.churn({ perSecond: 60, seed: 7 }), expected: jo },
  { name: 'Service ticket, ConnectWise dark', address: 'ticket', change: (cw) => cw.theme('dark'), expected: jo },
  {
    name: 'Service ticket, others kept out of sight',
    address: 'ticket',
    change: (cw) => (cw.keepHidden('1234568', 'display'), cw.keepHidden('1234569', 'visibility'), cw.keepHidden('1234570', 'parked')),
    expected: jo,
  },
  {
    name: 'Service ticket without company pod',
    address: 'ticket',
    change: (cw) => cw.dropCompanyPod(),
    expected: { reading: '#1234567: company no pod, contact no pod, email no pod', pod: true },
  },
  { name: 'Two service tickets in sight', address: 'ticket', change: (cw) => (cw.keepHidden('1234568'), cw.showBoth()), expected: none('several_tickets') },
  { name: 'New ticket', address: 'new', expected: none('no_number') },
  { name: 'Service board', address: 'board', expected: none('other_screen') },
  { name: 'Company record', address: 'company', expected: none('other_screen') },
  { name: 'Contact record', address: 'contact', expected: none('other_screen') },
  { name: 'Calendar', address: 'calendar', expected: none('other_screen') },
  { name: 'Project ticket', address: 'project', expected: none('other_screen') },
  { name: 'Time entry', address: 'time', expected: none('other_screen') },
];

/** What is looked at in a build: everything, but in Firefox the builds in between show only the plain ticket. */
export function situationsFor(browser: BrowserName, build: BuildName): readonly Situation[] {
  const all = browser === 'Chromium' || build === newestBuild || build === oldestBuild;
  return all ? situations : situations.slice(0, 1);
}

/** All that has to be seen when every situation is looked at. */
export function expectedObservations(): Observation[] {
  return browsers.flatMap((browser) => buildNames.flatMap((build) => expectedIn(browser, build)));
}

export function expectedIn(browser: BrowserName, build: BuildName): Observation[] {
  return situationsFor(browser, build).map(({ name, expected }) => ({ situation: name, build, browser, outcome: expected }));
}

type Field = { state: string; value?: string };
type AnyReading = { kind: string; why?: string; number?: string; company?: Field; contact?: Field; email?: Field };

/** A reading in short: number and person of a ticket, or why there is none. */
export function inShort(reading: AnyReading): string {
  if (reading.kind !== 'ticket') return reading.kind === 'not_ticket' ? `no ticket (${reading.why})` : `${reading.kind} #${reading.number}`;
  const field = (name: 'company' | 'contact' | 'email') => reading[name]?.value ?? `${name} ${reading[name]?.state.replace('_', ' ')}`;
  return `#${reading.number}: ${field('company')}, ${field('contact')}, ${field('email')}`;
}
