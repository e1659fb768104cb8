import { findScreen } from './find-screen';
import { isConnectWiseUrl, isOtherModule } from './hosts';
import type { FieldReading, Reading } from './reading';
import { type Generation, generations, selectors as everywhere, type Selectors } from './selectors';
import { inOneLook, isVisible, visibleAll } from './visible';

/** More than any field of ConnectWise holds. A longer value is not cut: what is left of it could be a good address. */
const longestValue = 1000;

/**
 * The ticket that is visible right now, or the reason why there is none. It knows nothing of time: right after a change of
 * tickets the fields can still be the last one's (see `settle`).
 */
export function readTicket(root: Document, url: URL | string): Reading {
  if (!isConnectWiseUrl(url)) return { kind: 'not_ticket', why: 'no_banner' };
  if (isOtherModule(url)) return { kind: 'not_ticket', why: 'other_screen' };
  return inOneLook(() => readAnyGeneration(root));
}

function readAnyGeneration(root: Document): Reading {
  const [newest, ...older] = generations;
  const first = readAs(newest, root);
  if (!isLost(first)) return first;
  // All of a reading comes from one generation: two of them could find two people's fields.
  for (const generation of older) {
    const reading = readAs(generation, root);
    if (!isLost(reading)) return reading;
  }
  return first;
}

/** The reading of one generation of the page's markup. */
export function readAs({ selectors }: Generation, root: Document): Reading {
  const screen = findScreen(root, selectors);
  if ('kind' in screen) return screen;
  const pods = visibleAll(root, selectors.companyPod, everywhere.floatingWindow);
  const own = pods.filter((pod) => (screen.root as Node).contains(pod));
  if (pods.length > 1) return { kind: 'not_ticket', why: own.length === pods.length ? 'several_pods' : 'several_tickets' };
  const field = (name: Name) => readField(own[0], name, selectors);
  return { kind: 'ticket', number: screen.number, company: field('company'), contact: field('contact'), email: field('email') };
}

/** The visible company pods; the in-page link stands below the first. */
export function findCompanyPods(document: Document): Element[] {
  const each = new Set(generations.map(({ selectors }) => selectors.companyPod));
  return visibleAll(document, [...each].join(', '), everywhere.floatingWindow);
}

/** Whether something that every ticket has was not found: only then may the page be of another generation. */
function isLost(reading: Reading): boolean {
  if (reading.kind === 'not_ticket') return reading.why === 'no_banner';
  return reading.kind === 'ticket' && [reading.company, reading.contact, reading.email].some(({ state }) => state === 'not_found' || state === 'no_pod');
}

type Name = 'company' | 'contact' | 'email';

/** Fields of the same name that only another generation knows. In a row together with one of `inputs` they are part of that. */
function findRivals(pod: Element, name: Name, inputs: HTMLInputElement[]): HTMLInputElement[] {
  const known = pod.querySelectorAll<HTMLInputElement>(generations.map(({ selectors }) => selectors[name]).join(', '));
  const others = [...known].filter((each) => !inputs.includes(each));
  // Nearly always there are none: each look at the page would measure its fields twice.
  if (others.length === 0) return others;
  const rows = [...pod.querySelectorAll(everywhere.row)].filter((row) => inputs.some((input) => row.contains(input)));
  return others.filter((each) => !rows.some((row) => row.contains(each)) && !each.closest(everywhere.floatingWindow) && isVisible(each));
}

function readField(pod: Element | undefined, name: Name, selectors: Selectors): FieldReading {
  if (!pod) return { state: 'no_pod' };
  const inputs = visibleAll<HTMLInputElement>(pod, selectors[name], everywhere.floatingWindow);
  if (inputs.length === 0) return { state: 'not_found' };
  // A change of value is no DOM mutation and the attribute may lag behind: only the property counts.
  const values = new Set([...inputs, ...findRivals(pod, name, inputs)].map((input) => input.value));
  if (values.size > 1) return { state: 'differs' };
  const raw = [...values][0] as string;
  if (raw.length > longestValue) return { state: 'too_long' };
  if (raw.trim() === '') return { state: 'empty' };
  // Only plain spaces go: a hidden character at either end has to be seen and refused, not tidied away.
  return { state: 'read', value: raw.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '') };
}
