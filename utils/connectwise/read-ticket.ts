import { findScreen } from './find-screen';
import { isConnectWiseUrl, isOtherModule } from './hosts';
import type { FieldReading, Reading } from './reading';
import { selectors } from './selectors';
import { visibleAll } from './visible';

/** More than any field of ConnectWise holds, so a cut value stays too long to be taken for a good one. */
const longestValue = 1000;

/**
 * The ticket that is visible right now, or the reason why there is none. It knows nothing of time: right after a change of
 * tickets the fields can still be the last one's (see `settle`).
 */
export function readTicket(root: Document, url: URL | string): Reading {
  if (!isConnectWiseUrl(url)) return { kind: 'not_ticket', why: 'no_banner' };
  if (isOtherModule(url)) return { kind: 'not_ticket', why: 'other_screen' };
  const screen = findScreen(root);
  if ('kind' in screen) return screen;
  const pods = findCompanyPods(root);
  if (pods.length > 1) return { kind: 'not_ticket', why: 'several_tickets' };
  const pod = pods[0] && (screen.root as Node).contains(pods[0]) ? pods[0] : undefined;
  const field = (selector: string) => readField(pod, selector);
  const [company, contact, email] = [field(selectors.company), field(selectors.contact), field(selectors.email)];
  if (!company || !contact || !email) return { kind: 'not_ticket', why: 'several_tickets' };
  return { kind: 'ticket', number: screen.number, company, contact, email };
}

/** The visible company pods; the in-page link stands below the first. */
export function findCompanyPods(document: Document): Element[] {
  return visibleAll(document, selectors.companyPod, selectors.floatingWindow);
}

/** Undefined when the pod shows the same field twice with different values: nobody can tell which one is the ticket's. */
function readField(pod: Element | undefined, selector: string): FieldReading | undefined {
  const inputs = pod ? visibleAll<HTMLInputElement>(pod, selector, selectors.floatingWindow) : [];
  // A change of value is no DOM mutation and the attribute may lag behind: only the property counts.
  const values = new Set(inputs.map((input) => input.value));
  if (values.size > 1) return undefined;
  const [raw] = values;
  if (raw === undefined) return { state: 'not_found' };
  if (raw.trim() === '') return { state: 'empty' };
  // Only plain spaces go: a hidden character at either end has to be seen and refused, not tidied away.
  return { state: 'read', value: raw.slice(0, longestValue).replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '') };
}
