import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defaultTickets } from './tickets.ts';

type Screens = { ticketScreen(number: string): string; otherScreen(name: string, tickets: typeof defaultTickets): string };
type Values = { company?: string; contact?: string; email?: string };

// Through the path and not the URL: happy-dom replaces the global URL class.
const source = readFileSync(fileURLToPath(import.meta.resolve('./page/screens.js')), 'utf8');
const screens = new Function(`${source}\nreturn { ticketScreen, otherScreen };`)() as Screens;

/** Puts a ticket screen of the fake ConnectWise into a document; returns its element. */
export function addTicket(document: Document, number: string, values: Values, summary = 'Reset my password'): HTMLElement {
  const shell = document.createElement('div');
  shell.innerHTML = screens.ticketScreen(number);
  document.body.append(shell);
  shell.querySelector('.detailLabel')!.textContent = `Service Ticket #${number} - ${summary}`;
  setFields(shell, values);
  return shell;
}

/** Puts one of the other screens, with lookalike fields that hold values, into a document. */
export function addScreen(document: Document, name: string): HTMLElement {
  const shell = document.createElement('div');
  shell.innerHTML = screens.otherScreen(name, defaultTickets);
  document.body.append(shell);
  setFields(shell, { company: 'Acme Example', contact: 'Jo Sample', email: 'jo@acme.example' });
  return shell;
}

/** As the product does: the property, never the attribute. */
export function setFields(scope: ParentNode, { company, contact, email }: Values): void {
  put(scope, 'input.cw_company', company);
  put(scope, 'input.cw_contact', contact);
  put(scope, 'input.cw_emailAddress', email);
}

function put(scope: ParentNode, selector: string, value: string | undefined): void {
  const input = scope.querySelector<HTMLInputElement>(selector);
  if (input && value !== undefined) input.value = value;
}
