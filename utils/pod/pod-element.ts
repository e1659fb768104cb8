import type { Tone } from './page-tone';
import { type Moves, followHandle } from './pod-handle';
import { podMark } from './pod-selector';

export const cardSize = { width: 272, height: 56 };
export const foldedSize = { width: 40, height: 40 };
/** Of the button that hides the folded card, beside it. */
const buttonSize = 24;

const base = { all: 'initial', position: 'relative', display: 'block', height: `${cardSize.height}px` };
const embedded = { ...base, width: '100%', margin: '6px 0 0' };
const floating = {
  ...base,
  position: 'fixed',
  // Below ConnectWise's own windows, which start at 1000.
  'z-index': '990',
  'border-radius': '4px',
  'box-shadow': '0 2px 8px rgb(0 0 0 / 25%)',
};
const sheet = `
div,iframe{display:block;width:100%;height:100%;border:0;border-radius:inherit;color-scheme:normal}
button{position:absolute;right:3px;top:3px;box-sizing:border-box;width:24px;height:24px;padding:0;border:0;border-radius:3px;background:none;color:#4d5f70;font:18px/22px system-ui,sans-serif;text-align:center;cursor:pointer}
.dark button{color:#b9c6d2}
button:hover{background-color:rgb(127 127 127/20%)}
button:focus-visible{outline:2px solid;outline-offset:-2px}
.fold{top:29px}
.handle{left:3px;right:auto;width:20px;height:50px;line-height:48px;cursor:grab;touch-action:none}
.folded .fold{display:none}
.folded .handle{inset:0;width:100%;height:100%;border-radius:inherit;font-size:0}
.folded .hide{right:100%;top:8px;visibility:hidden;background:#fff;box-shadow:0 1px 4px rgb(0 0 0/30%)}
.folded.edge .hide{right:auto;left:100%}
.folded.dark .hide{background:#23303b}
:host(:hover) .hide,div:has(:focus-visible) .hide{visibility:visible}`;

export type PodLook = { podUrl: string; isCard: boolean; tone: Tone };
export type PodPresses = Moves & { fold(): void; hide(): void };
export type PodElement = {
  host: HTMLElement;
  look: PodLook;
  /** Shows the card with its lower right corner there; null takes it out of sight. */
  put(place: { right: number; bottom: number } | null, folded: boolean): void;
};

/**
 * The pod, not yet in the page. The page can neither look into it (closed shadow root, of a plain element: one that the page has
 * defined would be handed its root) nor press it: the link stands in a frame of the extension's own origin, and the buttons beside
 * it take only what a person does.
 */
export function createPodElement(document: Document, look: PodLook, presses: PodPresses): PodElement {
  const host = document.createElement('div');
  host.setAttribute(podMark, '');
  applyStyle(host, look.isCard ? floating : embedded);
  const group = document.createElement('div');
  group.setAttribute('role', 'group');
  group.setAttribute('aria-label', 'Countersign');
  const frame = document.createElement('iframe');
  frame.src = `${look.podUrl}#${look.tone}${look.isCard ? '-card' : ''}`;
  frame.title = 'Countersign';
  const style = document.createElement('style');
  style.textContent = sheet;
  const button = (name: string, sign: string, label: string) => createButton(document, name, sign, label);
  const [handle, fold, hide] = [button('handle', '⋮', ''), button('fold', '−', 'Make small'), button('hide', '×', 'Hide until the browser restarts')];
  followHandle(handle, presses);
  onPress(fold, () => {
    presses.fold();
    handle.focus(); // the pressed button is gone
  });
  onPress(hide, presses.hide);
  group.append(...(look.isCard ? [handle, frame, fold, hide] : [frame, hide]));
  host.attachShadow({ mode: 'closed' }).append(style, group);

  let shown = '';
  function put(place: { right: number; bottom: number } | null, folded: boolean): void {
    // A change of style counts as a change of the page and would have it read again, and so on without end.
    const { width, height } = folded ? foldedSize : cardSize;
    const isAtEdge = place !== null && document.documentElement.clientWidth - place.right - width < buttonSize;
    const next = JSON.stringify([place, folded, isAtEdge]);
    if (next === shown) return;
    shown = next;
    const at: Record<string, string> = place ? { right: `${place.right}px`, bottom: `${place.bottom}px` } : { display: 'none' };
    applyStyle(host, { ...floating, width: `${width}px`, height: `${height}px`, ...at });
    group.className = `${look.tone}${folded ? ' folded' : ''}${folded && isAtEdge ? ' edge' : ''}`;
    name(handle, folded ? 'Countersign: make large' : 'Move: drag, use the arrow keys, or press for the next corner');
  }

  group.className = look.tone;
  return { host, look, put };
}

function createButton(document: Document, className: string, sign: string, label: string): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = className;
  button.textContent = sign;
  name(button, label);
  return button;
}

function name(button: HTMLElement, label: string): void {
  button.title = label;
  button.setAttribute('aria-label', label);
}

function onPress(button: HTMLElement, press: () => void): void {
  button.addEventListener('click', (event) => event.isTrusted && press());
}

/** Important, so that no rule of the page bends the pod out of shape by accident. */
function applyStyle(element: HTMLElement, style: Record<string, string>): void {
  element.style.cssText = '';
  for (const [property, value] of Object.entries(style)) element.style.setProperty(property, value, 'important');
}
