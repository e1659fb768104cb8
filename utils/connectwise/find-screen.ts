import type { NotTicketReason, Reading } from './reading';
import { selectors as everywhere, type Selectors, ticketWords } from './selectors';
import { isVisible, visibleAll } from './visible';

/** The one ticket in front of the technician, or why there is none. */
export type Screen = { number: string; root: ParentNode } | Extract<Reading, { kind: 'not_ticket' }>;

type Banner = { text: string; element: Element; root: Element | null };

const numbered = new RegExp(`^${ticketWords} #([1-9][0-9]{0,9})(?:[ :–—-].*)?$`);
const unnumbered = new RegExp(`^(?:New )?${ticketWords}(?: #.*| ?-.*)?$`);
const titled = /^Ticket #([1-9][0-9]{0,9})$/;

/** Finds the visible ticket. Two visible screens are never chosen between: the wrong one would name the wrong person. */
export function findScreen(document: Document, selectors: Selectors): Screen {
  const banners = findBanners(document, selectors);
  if (banners.length === 0) return refuse('no_banner');
  const refusals = banners.map((banner) => whyNotTicket(banner, selectors));
  if (refusals.every((why) => why === null)) return oneTicket(document, banners, selectors);
  return refuse(refusals.includes('other_screen') ? 'other_screen' : 'no_number');
}

function findBanners(document: Document, { banner, bannerLabel, screenRoot }: Selectors): Banner[] {
  return visibleAll(document, bannerLabel, everywhere.floatingWindow).flatMap((label) => {
    const element = label.closest(banner);
    const text = firstOwnText(label);
    return element && text ? [{ text, element, root: element.closest(screenRoot) }] : [];
  });
}

/** Other extensions append nodes to the banner, so only its own first text counts. */
function firstOwnText(element: Element): string {
  for (const node of element.childNodes) {
    const text = node.nodeType === 3 ? (node.nodeValue ?? '').replace(/\s+/g, ' ').trim() : '';
    if (text) return text;
  }
  return '';
}

function whyNotTicket(banner: Banner, selectors: Selectors): 'other_screen' | 'no_number' | null {
  if (!numberIn(banner) && !unnumbered.test(banner.text)) return 'other_screen';
  // A company may be called "Service Ticket #1 - Acme": the rest of the screen has to agree.
  if (!screenWordAgrees(banner.element, selectors) || !rootAgrees(banner.root, selectors)) return 'other_screen';
  return numberIn(banner) ? null : 'no_number';
}

function numberIn(banner: Banner): string | undefined {
  return numbered.exec(banner.text)?.[1];
}

function screenWordAgrees(banner: Element, { screenWord }: Selectors): boolean {
  const words = [...banner.querySelectorAll(screenWord)].filter(isVisible).map(firstOwnText).filter(Boolean);
  return words.length === 0 || words.includes(ticketWords);
}

function rootAgrees(root: Element | null, { ticketRoot, ticketPods }: Selectors): boolean {
  return !root || root.matches(ticketRoot) || root.querySelector(ticketPods) !== null;
}

function oneTicket(document: Document, banners: Banner[], selectors: Selectors): Screen {
  const numbers = new Set(banners.map(numberIn));
  const roots = new Set(banners.map((banner) => banner.root));
  const number = [...numbers][0];
  if (!number || numbers.size > 1 || roots.size > 1) return refuse('several_tickets');
  const root = [...roots][0] ?? document;
  return titlesAgree(root, number, selectors) ? { number, root } : refuse('numbers_differ');
}

/** The ticket pod carries the number, too; one that says nothing of the kind does not count. */
function titlesAgree(root: ParentNode, number: string, { ticketTitle }: Selectors): boolean {
  const titles = visibleAll(root, ticketTitle, everywhere.floatingWindow).map((title) => titled.exec(firstOwnText(title))?.[1]);
  return titles.every((title) => title === undefined || title === number);
}

function refuse(why: NotTicketReason): Screen {
  return { kind: 'not_ticket', why };
}
