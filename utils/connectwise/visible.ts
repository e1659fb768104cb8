/** In a box with less than this to see, nothing can be read: texts for screen readers stand in boxes of one pixel. */
const smallest = 3;
const faintest = 0.05;
/** Shapes that leave nothing of an element. */
const cutAway = /^(?:inset\((?:100|[5-9]\d)(?:\.\d+)?%|(?:circle|ellipse)\(0(?:px|%)?[ )])/;

type Box = { left: number; top: number; right: number; bottom: number };
/** What of an element's computed style tells whether it, and what is inside it, can be seen. */
type Style = {
  visibility: string;
  opacity: number;
  isOff: boolean;
  skipsContent: boolean;
  position: string;
  holdsFixed: boolean;
  isInline: boolean;
  overflowX: string;
  overflowY: string;
};

/** The styles read in the look that is under way: the boxes around one field are mostly those around the next. */
let known: Map<Element, Style> | undefined;

/** Does `look`, during which nothing may change the page: no element's style is asked for twice. */
export function inOneLook<T>(look: () => T): T {
  known = new Map();
  try {
    return look();
  } finally {
    known = undefined;
  }
}

/**
 * Whether a person can see this element, as far as styles and layout tell. What can be scrolled into view counts as visible; what
 * is parked where no scrolling leads, cut off by a box around it, or made invisible does not.
 */
export function isVisible(element: Element): boolean {
  const view = element.ownerDocument.defaultView;
  if (!view || !element.isConnected) return false;
  const { visibility } = styleOf(element, view);
  if (visibility === 'hidden' || visibility === 'collapse') return false;
  let opacity = 1;
  for (let at: Element | null = element; at; at = at.parentElement) {
    const style = styleOf(at, view);
    opacity *= style.opacity;
    if (opacity < faintest || style.isOff || (at !== element && style.skipsContent)) return false;
  }
  return hasRoom(element, view);
}

/** The visible elements below `scope`, without those inside `outside`. */
export function visibleAll<E extends Element>(scope: ParentNode, selector: string, outside: string): E[] {
  return [...scope.querySelectorAll<E>(selector)].filter((element) => !element.closest(outside) && isVisible(element));
}

function styleOf(element: Element, view: Window): Style {
  const style = known?.get(element) ?? readStyle(view.getComputedStyle(element));
  known?.set(element, style);
  return style;
}

function readStyle(style: CSSStyleDeclaration): Style {
  return {
    visibility: style.visibility,
    opacity: style.opacity === '' ? 1 : Number(style.opacity),
    isOff: isSwitchedOff(style),
    skipsContent: style.contentVisibility === 'hidden',
    position: style.position,
    holdsFixed: style.transform !== 'none' || style.filter !== 'none',
    isInline: style.display === 'inline',
    overflowX: style.overflowX,
    overflowY: style.overflowY,
  };
}

function isSwitchedOff(style: CSSStyleDeclaration): boolean {
  return style.display === 'none' || cutAway.test(style.clipPath) || /opacity\(0(?:%|\))/.test(style.filter);
}

/** Follows the boxes that cut an element off, from the inside out, as CSS 2.2 §11.1.1 has it. */
function hasRoom(element: Element, view: Window): boolean {
  const root = element.ownerDocument.documentElement;
  // Without a layout, as in a window of no size, there is nothing to measure.
  if (root.getBoundingClientRect().width === 0) return true;
  let box: Box = boxOf(element);
  let { position } = styleOf(element, view);
  for (let at = element.parentElement; at && at !== root && isBig(box); at = at.parentElement) {
    const style = styleOf(at, view);
    if (!contains(style, position)) continue;
    position = style.position;
    if (at !== element.ownerDocument.body) box = within(at, style, box);
  }
  return isBig(box) && isBig(inViewport(element.ownerDocument, view, position, box));
}

/** Whether a box with this style holds what is positioned like that inside it. */
function contains(style: Style, position: string): boolean {
  if (position !== 'absolute' && position !== 'fixed') return true;
  return (position === 'absolute' && style.position !== 'static') || style.holdsFixed;
}

/** What of `box` can be seen inside `around`; all of `around` where scrolling brings it in. */
function within(around: Element, style: Style, box: Box): Box {
  const [acrossX, acrossY] = [style.overflowX, style.overflowY];
  if (style.isInline || (isOpen(acrossX) && isOpen(acrossY))) return box;
  const frame = boxOf(around);
  const [left, right] = isOpen(acrossX) ? [box.left, box.right] : cut(frame.left, frame.right, box.left, box.right, scrolls(acrossX) ? around.scrollLeft : null);
  const [top, bottom] = isOpen(acrossY) ? [box.top, box.bottom] : cut(frame.top, frame.bottom, box.top, box.bottom, scrolls(acrossY) ? around.scrollTop : null);
  return { left, top, right, bottom };
}

/** The window scrolls unless the page forbids it (the root's `overflow`, else the body's); what is fixed never does. */
function inViewport(document: Document, view: Window, position: string, box: Box): Box {
  const { documentElement: root, body } = document;
  const own = styleOf(root, view);
  const { overflowX, overflowY } = isOpen(own.overflowX) && body ? styleOf(body, view) : own;
  const scrolled = (overflow: string, at: number) => (position === 'fixed' || isClosed(overflow) ? null : at);
  const [left, right] = cut(0, root.clientWidth, box.left, box.right, scrolled(overflowX, view.scrollX));
  const [top, bottom] = cut(0, root.clientHeight, box.top, box.bottom, scrolled(overflowY, view.scrollY));
  return { left, top, right, bottom };
}

/** One axis. With `scrolled`, whatever lies behind the start of the scrolled content can be brought in; nothing before it. */
function cut(start: number, end: number, from: number, to: number, scrolled: number | null): [number, number] {
  if (scrolled !== null) return to - start + scrolled >= smallest ? [start, end] : [0, 0];
  return [Math.max(start, from), Math.min(end, to)];
}

const isOpen = (overflow: string): boolean => overflow === 'visible' || overflow === '';
const isClosed = (overflow: string): boolean => overflow === 'hidden' || overflow === 'clip';
const scrolls = (overflow: string): boolean => overflow === 'auto' || overflow === 'scroll';
const isBig = ({ left, top, right, bottom }: Box): boolean => right - left >= smallest && bottom - top >= smallest;

function boxOf(element: Element): Box {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return { left, top, right, bottom };
}
