import { isCloudHost } from './hosts';
import { generations, labelWords, selectors as everywhere, type Selectors } from './selectors';
import { isVisible } from './visible';

const mostLines = 200;
/** The background takes no longer ones. */
const longestLine = 1000;
const skipped = 'script, style, svg';

/**
 * How the page is built, as lines for a report that a selector no longer fits: which one finds how much, and the elements of the
 * company pod (else of the screen, else of the page). No values, no texts, no ids; of attributes only classes, the type of inputs,
 * and titles that are ConnectWise's own words. `ours` selects what the extension has put there.
 */
export function describePage(document: Document, url: string, ours: string): string[] {
  const { hostname, pathname } = new URL(url);
  const build = /^\/(v\d{1,4}_\d{1,2}(?:_release)?)\//i.exec(pathname)?.[1] ?? 'unknown';
  const lines = [`${isCloudHost(hostname) ? 'cloud' : 'on-premise'}, build ${build}`, 'visible/all:'];
  for (const { id, lastKnown, selectors } of generations) {
    lines.push(`${id} (${lastKnown})`, ...Object.entries(selectors).map(([name, selector]) => `  ${name} ${count(document, selector)}`));
  }
  const { banner, companyPod, screenRoot } = generations[0].selectors;
  for (const part of [find(document, banner), find(document, companyPod) ?? find(document, screenRoot) ?? document.body]) {
    if (part) lines.push('elements:', ...outline(part, '', `${skipped}, ${ours}`).slice(0, mostLines));
  }
  return lines;
}

function all(document: Document, selector: Selectors[keyof Selectors]): Element[] {
  return [...document.querySelectorAll(selector)].filter((element) => !element.closest(everywhere.floatingWindow));
}

function find(document: Document, selector: string): Element | undefined {
  return all(document, selector).find(isVisible);
}

function count(document: Document, selector: string): string {
  const found = all(document, selector);
  return `${found.filter(isVisible).length}/${found.length}`;
}

function outline(element: Element, indent: string, without: string): string[] {
  if (element.matches(without)) return [];
  const lines = [cut(indent + nameOf(element))];
  for (const child of element.children) {
    if (lines.length > mostLines) break;
    lines.push(...outline(child, `${indent} `, without));
  }
  return lines;
}

function cut(line: string): string {
  return line.length > longestLine ? `${line.slice(0, longestLine - 1)}…` : line;
}

function nameOf(element: Element): string {
  const classes = [...element.classList].map((name) => `.${plain(name)}`).join('');
  const label = labelWords.find((word) => word === element.getAttribute('title'));
  const type = element instanceof HTMLInputElement ? `[${element.type}${isVisible(element) ? '' : ', hidden'}]` : '';
  return plain(element.localName) + classes + (label ? `[title=${label}]` : '') + type;
}

/** A number of three digits may be a ticket's; a name with other characters is no name. */
function plain(name: string): string {
  return /^[a-z_-][\w-]{0,60}$/i.test(name) ? name.replace(/\d{3,}/g, '#') : '?';
}
