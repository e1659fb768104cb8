import { type Box, clampInto, findFreePlace } from './free-place';
import { type Tone, toneAround } from './page-tone';
import { type PodElement, cardSize, createPodElement, foldedSize } from './pod-element';
import type { Step } from './pod-handle';
import type { PodMemory } from './pod-memory';
import { findCompanyPods } from '../connectwise/read-ticket';
import type { Reading } from '../connectwise/reading';
import { generations, selectors } from '../connectwise/selectors';
import { visibleAll } from '../connectwise/visible';

const minuteMs = 60_000;
/** A page that keeps removing the pod from one ticket is not fought with. */
const returnsPerMinute = 10;
/** Below it the words of the link no longer fit. */
const narrowestColumn = 200;
const margin = 16;

export type PodWiring = {
  podUrl: string;
  memory: PodMemory;
  /** The card was moved or folded by a person. */
  remember(memory: PodMemory): void;
  hide(): void;
  now?(): number;
};
export type PodPlacer = { show(reading: Reading): void; recall(memory: PodMemory): void; remove(): void };

/** Keeps the pod on the page while a ticket is in front: below the company pod where there is room, else as a card that floats. */
export function createPodPlacer(document: Document, { podUrl, memory, remember, hide, now = () => performance.now() }: PodWiring): PodPlacer {
  let pod: PodElement | null = null;
  let number = '';
  let returns: number[] = [];
  let listening = new AbortController();
  /** Where the card stands; it was left at `memory`. */
  let shown = memory;
  /** Where it stood when a drag began. */
  let grip: PodMemory | null = null;

  function remove(): void {
    listening.abort();
    pod?.host.remove();
    pod = null;
    grip = null;
  }

  function show(reading: Reading): void {
    if (reading.kind === 'not_ticket') return remove();
    const column = findColumn(document);
    const tone = toneAround(column ?? visibleAll(document, generations[0].selectors.screenRoot, selectors.floatingWindow)[0] ?? document.body);
    if (pod && isAt(pod, column) && pod.look.tone === tone) return settle();
    if (pod && !mayReturn(reading.number)) return settle();
    remove();
    mount(column, tone);
  }

  /** Only what a page does to the pod of one ticket counts: who goes from ticket to ticket is as quick as they like. */
  function mayReturn(to: string): boolean {
    returns = to === number ? returns.filter((at) => now() - at < minuteMs) : [];
    number = to;
    if (returns.length >= returnsPerMinute) return false;
    returns.push(now());
    return true;
  }

  function mount(column: Element | null, tone: Tone): void {
    pod = createPodElement(document, { podUrl, isCard: !column, tone }, { move, press, fold: () => fold(true), hide });
    if (column) return column.after(pod.host);
    document.body.append(pod.host);
    listening = new AbortController();
    for (const name of ['resize', 'scroll']) document.defaultView?.addEventListener(name, settle, { capture: true, passive: true, signal: listening.signal });
    settle();
  }

  /** Puts the card where it was left, or as near to it as the window and ConnectWise's buttons allow. */
  function settle(): void {
    if (!pod?.look.isCard) return;
    const box = boxOf(document, memory);
    const place = findClearPlace(document, box);
    if (place) shown = { ...placeOf(document, place), folded: memory.folded };
    pod.put(place && shown, memory.folded);
  }

  function change(next: PodMemory, ended: boolean): void {
    memory = next;
    settle();
    if (ended) remember(memory);
  }

  function move(by: Step, ended: boolean): void {
    grip ??= shown;
    const wanted = clampInto(boxOf(document, { ...grip, right: grip.right + by.right, bottom: grip.bottom + by.bottom }), windowOf(document));
    // What it slid to is where it was left: the next arrow key goes on from there.
    const place = ended ? (findClearPlace(document, wanted) ?? wanted) : wanted;
    change({ ...placeOf(document, place), folded: memory.folded }, ended);
    if (ended) grip = null;
  }

  function press(): void {
    if (memory.folded) return fold(false);
    change({ ...nextCorner(document, memory), folded: false }, true);
  }

  function fold(folded: boolean): void {
    change({ ...memory, folded }, true);
  }

  function recall(remembered: PodMemory): void {
    if (!grip) change(remembered, false);
  }

  return { show, recall, remove };
}

/** The visible company pod, when it is wide enough for another below it. */
function findColumn(document: Document): Element | null {
  const [pod] = findCompanyPods(document);
  return pod && pod.getBoundingClientRect().width >= narrowestColumn ? pod : null;
}

function isAt({ host, look }: PodElement, column: Element | null): boolean {
  return host.isConnected && look.isCard === !column && host.parentElement === (column ? column.parentElement : host.ownerDocument.body);
}

function findClearPlace(document: Document, box: Box): Box | null {
  const boxes = (selector: string) => visibleAll(document, selector, selectors.floatingWindow).map((each) => each.getBoundingClientRect());
  const buttons = boxes(selectors.toolbarButton);
  // A toolbar that fills the window leaves no place: then the buttons themselves count.
  return findFreePlace(box, windowOf(document), [...boxes(selectors.toolbar), ...buttons]) ?? findFreePlace(box, windowOf(document), buttons);
}

function windowOf({ documentElement }: Document) {
  return { width: documentElement.clientWidth, height: documentElement.clientHeight };
}

function boxOf(document: Document, { right, bottom, folded }: PodMemory): Box {
  const size = folded ? foldedSize : cardSize;
  const { width, height } = windowOf(document);
  return { ...size, left: width - right - size.width, top: height - bottom - size.height };
}

function placeOf(document: Document, box: Box) {
  const { width, height } = windowOf(document);
  return { right: width - box.left - box.width, bottom: height - box.top - box.height };
}

/** From the lower right one to the left and around. */
function nextCorner(document: Document, memory: PodMemory) {
  const { width, height } = windowOf(document);
  const [left, top] = [width - cardSize.width - margin, height - cardSize.height - margin];
  const { right, bottom } = memory;
  const [isLeft, isTop] = [right > left / 2, bottom > top / 2];
  if (isTop) return isLeft ? { right: margin, bottom: top } : { right: margin, bottom: margin };
  return isLeft ? { right: left, bottom: top } : { right: left, bottom: margin };
}
