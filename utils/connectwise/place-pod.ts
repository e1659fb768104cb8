import { findCompanyPods } from './read-ticket';
import type { Reading } from './reading';
import { selectors } from './selectors';
import { visibleAll } from './visible';

export const podTag = 'countersign-pod';
const height = 56;
const minuteMs = 60_000;
/** A page that keeps removing the pod is not fought with. */
const mountsPerMinute = 10;

const embedded = `all: initial; display: block; width: 100%; min-width: 200px; height: ${height}px; margin: 6px 0 0;`;
// Below ConnectWise's own windows, which start at 1000.
const floating = `all: initial; display: block; position: fixed; z-index: 990; width: 264px; height: ${height}px; box-shadow: 0 2px 10px rgb(0 0 0 / 25%); border-radius: 8px;`;
const corners = ['right: 16px; bottom: 16px;', 'left: 16px; bottom: 16px;', 'right: 16px; top: 50%;'];

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
  host.style.cssText = pod ? embedded : floating + corners[0];
  const frame = document.createElement('iframe');
  frame.src = podUrl;
  frame.title = 'Countersign';
  frame.style.cssText = `display: block; width: 100%; height: ${height}px; border: 0; border-radius: inherit; color-scheme: normal;`;
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
    host.style.cssText = floating + corner;
    if (!overlapsAny(host.getBoundingClientRect(), toolbars)) return;
  }
}

function overlapsAny(box: DOMRect, others: DOMRect[]): boolean {
  return others.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom);
}
