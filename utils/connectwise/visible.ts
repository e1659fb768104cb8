/** GXT parks what it hides at -10000 px; a page scrolled inside its own container never gets that far sideways. */
const parked = -5000;

/** Whether a person can see this element, as far as styles tell; scrolled out of view still counts as visible. */
export function isVisible(element: Element): boolean {
  const view = element.ownerDocument.defaultView;
  if (!view || !element.isConnected) return false;
  const visibility = view.getComputedStyle(element).visibility;
  if (visibility === 'hidden' || visibility === 'collapse') return false;
  for (let at: Element | null = element; at; at = at.parentElement) {
    if (at.hasAttribute('hidden') || isSwitchedOff(view.getComputedStyle(at))) return false;
  }
  return element.getBoundingClientRect().right > parked;
}

function isSwitchedOff(style: CSSStyleDeclaration): boolean {
  return style.display === 'none' || style.opacity === '0';
}

/** The visible elements below `scope`, without those inside `outside`. */
export function visibleAll<E extends Element>(scope: ParentNode, selector: string, outside: string): E[] {
  return [...scope.querySelectorAll<E>(selector)].filter((element) => !element.closest(outside) && isVisible(element));
}
