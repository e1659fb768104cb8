import type { FakeTicket } from '../tickets.ts';
import type { Who } from './api.ts';
import type { Build } from './builds.ts';
import { drawNotes } from './notes.ts';

type Attribute = Build['attribute'];

/** Sets a field as the product does: the property, with no event; the attribute by the habit of the build. */
export function put(scope: ParentNode, selector: string, value: string | undefined, attribute: Attribute): void {
  const field = scope.querySelector<HTMLInputElement>(selector);
  if (!field || value === undefined) return;
  field.value = value;
  if (attribute === 'follows' || (attribute === 'first' && !field.hasAttribute('value'))) field.setAttribute('value', value);
}

export function putWho(scope: ParentNode, { company, contact, email }: Who, attribute: Attribute): void {
  put(scope, 'input.cw_company', company, attribute);
  put(scope, 'input.cw_contact', contact, attribute);
  put(scope, 'input.cw_emailAddress', email, attribute);
}

/** Everything of a ticket but who it is about. */
export function putRest(scope: ParentNode, ticket: FakeTicket, attribute: Attribute): void {
  put(scope, 'input.cw_PsaSummaryHeader', ticket.summary, attribute);
  put(scope, 'input.cw_board', ticket.board ?? 'Help Desk', attribute);
  put(scope, 'input.cw_status', ticket.status ?? 'In Progress', attribute);
  put(scope, 'input.cw_type', 'Service Request', attribute);
  put(scope, 'input.cw_priority', 'Priority 3 - Normal Response', attribute);
  put(scope, '.cw-number', ticket.phone ?? '', attribute);
  put(scope, '.cw-extension', '', attribute);
  setText(scope, '.pod_service_ticket_company_header > div', `Company: ${ticket.company}`);
  drawNotes(scope, ticket);
}

/** The banner and the header of the pod say which ticket it is. What other extensions appended to the banner stays. */
export function putNumber(scope: ParentNode, { number, summary }: Pick<FakeTicket, 'number' | 'summary'>): void {
  const label = scope.querySelector('.detailLabel')!;
  const text = `Service Ticket #${number} - ${summary}`;
  if (label.firstChild) label.firstChild.nodeValue = text;
  else label.textContent = text;
  setText(scope, '.pod_service_ticket_ticket_header > div', `Ticket #${number}`);
}

function setText(scope: ParentNode, selector: string, text: string): void {
  const element = scope.querySelector(selector);
  if (element) element.textContent = text;
}
