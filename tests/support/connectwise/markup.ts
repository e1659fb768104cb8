import type { ScreenName, Who } from './page/api.ts';
import { type BuildName, builds, newestBuild } from './page/builds.ts';
import { putNumber, putRest, putWho } from './page/fields.ts';
import { otherScreen, ticketScreen } from './page/screens.ts';
import { defaultTickets } from './tickets.ts';

type Ticket = { summary?: string; build?: BuildName };

/** Puts a ticket screen of the fake ConnectWise into a document; returns its element. */
export function addTicket(document: Document, number: string, who: Who, { summary = 'Reset my password', build = newestBuild }: Ticket = {}): HTMLElement {
  const scene = { build: builds[build], tickets: defaultTickets };
  const shell = append(document, ticketScreen(scene, number));
  putNumber(shell, { number, summary });
  putRest(shell, { number, summary, company: '', contact: '', email: '' }, scene.build.attribute);
  putWho(shell, who, scene.build.attribute);
  return shell;
}

/** Puts one of the other screens, with lookalike fields that hold values, into a document. */
export function addScreen(document: Document, name: ScreenName, build: BuildName = newestBuild): HTMLElement {
  const shell = append(document, otherScreen({ build: builds[build], tickets: defaultTickets }, name));
  putWho(shell, defaultTickets[0]!, builds[build].attribute);
  return shell;
}

/** As the product does: the property, never the attribute. */
export function setFields(scope: ParentNode, who: Who): void {
  putWho(scope, who, 'absent');
}

function append(document: Document, html: string): HTMLElement {
  const shell = document.createElement('div');
  shell.innerHTML = html;
  document.body.append(shell);
  return shell;
}
