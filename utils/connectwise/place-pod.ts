import { findCompanyPods } from './read-ticket';
import type { Reading } from './reading';
import { selectors } from './selectors';
import { visibleAll } from './visible';

export const podTag = 'countersign-pod';
const height = 56;
const minuteMs = 60_000;
/** A page that keeps removing the pod is not fought with. */
const mountsPerMinute = 10;

type Style = Record<string, string>;

const base: Style = { all: 'initial', display: 'block', height: `${height}px` };
const embedded: Style = { ...base, width: '100%', 'min-width': '200px', margin: '6px 0 0' };
const floating: Style = {
  ...base,
  position: 'fixed',
  width: '264px',
  // Below ConnectWise's own windows, which start at 1000.
  'z-index': '990',
  'border-radius': '8px',
  'box-shadow': '0 2px 10px rgb(0 0 0 / 25%)',
};
const corners: Style[] = [
  { right: '16px', bottom: '16px' },
  { left: '16px', bottom: '16px' },
  { right: '16px', top: '50%' },
];
const inside: Style = { display: 'block', width: '100%', height: `${height}px`, border: '0', 'border-radius': 'inherit', 'color-scheme': 'normal' };

export type PodPlacer = { show(reading: Reading): void; remove(): void };

/**
 * Keeps the pod on the page while a ticket is in front: below the company pod, else as a small card in a corner. The page can
 * neither look into it (closed shadow root) nor press it (a frame of the extension's own origin).
 */
export function createPodPlacer(document: Document, podUrl: string, now = () => performance.now()): PodPlacer {
  let host: HTMLElement | null = null;
  let mounts: number[] = [];

  function remove(): void {
    host?.remove();
    host = null;
  }

  function show(reading: Reading): void {
    if (reading.kind === 'not_ticket') return remove();
    const pod = findCompanyPods(document)[0] ?? null;
    if (host && isAt(host, pod)) return pod ? undefined : keepClear(document, host);
    remove();
    mounts = mounts.filter((at) => now() - at < minuteMs);
    if (mounts.length >= mountsPerMinute) return;
    mounts.push(now());
    host = mount(document, pod, podUrl);
  }

  return { show, remove };
}

function isAt(host: HTMLElement, pod: Element | null): boolean {
  return host.isConnected && host.parentElement === (pod ? pod.parentElement : host.ownerDocument.body);
}

function mount(document: Document, pod: Element | null, podUrl: string): HTMLElement {
  const host = document.createElement(podTag);
  applyStyle(host, pod ? embedded : { ...floating, ...corners[0] });
  const frame = document.createElement('iframe');
  frame.src = podUrl;
  frame.title = 'Countersign';
  applyStyle(frame, inside);
  host.attachShadow({ mode: 'closed' }).append(frame);
  if (pod) pod.after(host);
  else document.body.append(host);
  if (!pod) keepClear(document, host);
  return host;
}

/** The card never lies over ConnectWise's buttons: it takes the first corner that is free of them. */
function keepClear(document: Document, host: HTMLElement): void {
  const toolbars = visibleAll(document, selectors.toolbar, selectors.floatingWindow).map((toolbar) => toolbar.getBoundingClientRect());
  if (!overlapsAny(host.getBoundingClientRect(), toolbars)) return;
  for (const corner of corners) {
    applyStyle(host, { ...floating, ...corner });
    if (!overlapsAny(host.getBoundingClientRect(), toolbars)) return;
  }
}

/** Important, so that no rule of the page bends the pod out of shape by accident. */
function applyStyle(element: HTMLElement, style: Style): void {
  element.style.cssText = '';
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value, 'important');
}

function overlapsAny(box: DOMRect, others: DOMRect[]): boolean {
  return others.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
}
