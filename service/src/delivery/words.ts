import type { Action } from '#contract/words';
import { gsmLength, longestTextMessage, towardsGsm } from './gsm7.ts';
import { escapeHtml, plainName, plainTicketNumber, shorten } from './names.ts';
import type { Letter } from './types.ts';

/** What the caller asks for, in plain words that finish "for ...". Never the ticket's own text. */
export const actionWords: Record<Action, string> = {
  password_reset: 'a password reset',
  mfa_reset: 'an MFA reset',
  mailbox_access: 'mailbox access',
  remote_control: 'remote control',
  other: 'your request',
};

type Facts = { tenant: string; technician: string; ticket: string; action: string | undefined; code: string; minutes: string };

function readFacts(letter: Letter): Facts {
  const minutes = Math.max(1, Math.floor(letter.lifeSeconds / 60));
  return {
    tenant: plainName(letter.tenantName, 'your help desk'),
    technician: plainName(letter.technicianName, 'a technician'),
    ticket: plainTicketNumber(letter.ticketNumber),
    action: letter.action === null ? undefined : actionWords[letter.action],
    code: letter.code,
    minutes: minutes === 1 ? '1 minute' : `${minutes} minutes`,
  };
}

/** The text message: one part of 160 characters wherever the names' script allows it; names give way first, never the warning. */
export function textMessage(letter: Letter): string {
  const facts = readFacts(letter);
  const full = sms({ ...facts, tenant: towardsGsm(facts.tenant), technician: towardsGsm(facts.technician) });
  if (fits(full)) return full;
  for (let longest = 32; longest >= 6; longest -= 1) {
    const cut = (name: string) => shorten(towardsGsm(name), longest);
    const text = sms({ ...facts, tenant: cut(facts.tenant), technician: cut(facts.technician) });
    if (fits(text) || longest === 6) return text;
    // outside the alphabet cutting gains nothing that matters: the names stay readable
    if (gsmLength(text) === undefined && longest <= 24) return text;
  }
  return full;
}

function fits(text: string): boolean {
  return (gsmLength(text) ?? Number.POSITIVE_INFINITY) <= longestTextMessage;
}

function sms({ tenant, technician, ticket, action, code, minutes }: Facts): string {
  const purpose = action ? ` for ${action}` : '';
  return `${tenant}: code ${code}${purpose}, ticket #${ticket}, ${technician}. ${minutes.replace('minute', 'min').replace('mins', 'min')}. Only if you called ${tenant}; if you did not, ignore this and tell them.`;
}

export type MailWords = { subject: string; text: string; html: string };

/** The e-mail. The code stands in the body only: subjects show on locked screens. */
export function mailWords(letter: Letter): MailWords {
  const facts = readFacts(letter);
  return { subject: `Your verification code from ${facts.tenant}, ticket #${facts.ticket}`, text: mailText(facts), html: mailHtml(facts) };
}

function asks(facts: Facts): string {
  return `${facts.technician} of ${facts.tenant} wants to make sure that it is you on the phone${facts.action ? `, for ${facts.action}` : ''} (ticket #${facts.ticket}).`;
}

function warns(facts: Facts): string {
  return `Only if you called ${facts.tenant}: read this code to ${facts.technician} and to nobody else. If you did not call, ignore this message and tell ${facts.tenant}.`;
}

function mailText(facts: Facts): string {
  return `${asks(facts)}\n\nYour code: ${facts.code}\n\nIt works for ${facts.minutes}.\n\n${warns(facts)}\n`;
}

function mailHtml(facts: Facts): string {
  const line = (content: string, style = '') => `<p style="margin:0 0 16px;font-size:16px;line-height:1.5;${style}">${content}</p>`;
  const digits = 'font-size:34px;letter-spacing:6px;font-weight:bold;font-family:Consolas,Menlo,monospace;';
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Verification code</title></head>
<body style="margin:0;padding:24px;font-family:Segoe UI,Helvetica,Arial,sans-serif;">
<div style="max-width:520px;margin:0 auto;">
${line(escapeHtml(asks(facts)))}
${line('Your code:', 'margin-bottom:0;')}
${line(escapeHtml(facts.code), digits)}
${line(`It works for ${escapeHtml(facts.minutes)}.`)}
${line(`<strong>${escapeHtml(warns(facts))}</strong>`)}
</div></body></html>
`;
}
