import type { Action, Direction } from '#contract/words';
import { fitText } from './fit-text.ts';
import { htmlLine, htmlPage } from './mail-html.ts';
import type { MailWords } from './mail-html.ts';
import { escapeHtml, plainName, plainTicketNumber } from './names.ts';
import type { CodeLetter } from './types.ts';

/** What the caller asks for, in plain words that finish "for ...". Never the ticket's own text. */
export const actionWords: Record<Action, string> = {
  password_reset: 'a password reset',
  mfa_reset: 'an MFA reset',
  mailbox_access: 'mailbox access',
  remote_control: 'remote control',
  other: 'your request',
};

type Facts = { tenant: string; technician: string; ticket: string; action: string | undefined; direction: Direction; code: string; minutes: string };

function readFacts(letter: CodeLetter): Facts {
  return {
    tenant: plainName(letter.tenantName, 'your help desk'),
    technician: plainName(letter.technicianName, 'a technician'),
    ticket: plainTicketNumber(letter.ticketNumber),
    action: letter.action === null ? undefined : actionWords[letter.action],
    direction: letter.direction,
    code: letter.code,
    minutes: minutesOf(letter.lifeSeconds),
  };
}

/** A life in whole minutes, never more than it is. */
export function minutesOf(lifeSeconds: number): string {
  const minutes = Math.max(1, Math.floor(lifeSeconds / 60));
  return minutes === 1 ? '1 minute' : `${minutes} minutes`;
}

/** The text message of a code. */
export function codeText(letter: CodeLetter): string {
  const facts = readFacts(letter);
  return fitText((cut) => sms({ ...facts, tenant: cut(facts.tenant), technician: cut(facts.technician) }));
}

function sms({ tenant, technician, ticket, action, direction, code, minutes }: Facts): string {
  const purpose = action ? ` for ${action}` : '';
  const life = minutes.replace('minute', 'min').replace('mins', 'min');
  const warning = direction === 'inbound' ? `Only if you called ${tenant}; if you did not` : `${tenant} is calling you; if they are not`;
  return `${tenant}: code ${code}${purpose}, ticket #${ticket}, ${technician}. ${life}. ${warning}, ignore this and tell them.`;
}

/** The e-mail of a code. The code stands in the body only: subjects show on locked screens. */
export function codeMail(letter: CodeLetter): MailWords {
  const facts = readFacts(letter);
  return { subject: `Your verification code from ${facts.tenant}, ticket #${facts.ticket}`, text: mailText(facts), html: mailHtml(facts) };
}

function asks(facts: Facts): string {
  return `${facts.technician} of ${facts.tenant} wants to make sure that it is you on the phone${facts.action ? `, for ${facts.action}` : ''} (ticket #${facts.ticket}).`;
}

function warns({ tenant, technician, direction }: Facts): string {
  const [when, otherwise] = direction === 'inbound' ? [`Only if you called ${tenant}`, 'If you did not call'] : [`${tenant} is calling you`, 'If they are not'];
  return `${when}: read this code to ${technician} and to nobody else. ${otherwise}, ignore this message and tell ${tenant}.`;
}

function mailText(facts: Facts): string {
  return `${asks(facts)}\n\nYour code: ${facts.code}\n\nIt works for ${facts.minutes}.\n\n${warns(facts)}\n`;
}

function mailHtml(facts: Facts): string {
  const digits = 'font-size:34px;letter-spacing:6px;font-weight:bold;font-family:Consolas,Menlo,monospace;';
  return htmlPage('Verification code', [
    htmlLine(escapeHtml(asks(facts))),
    htmlLine('Your code:', 'margin-bottom:0;'),
    htmlLine(escapeHtml(facts.code), digits),
    htmlLine(`It works for ${escapeHtml(facts.minutes)}.`),
    htmlLine(`<strong>${escapeHtml(warns(facts))}</strong>`),
  ]);
}
