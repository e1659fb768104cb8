import { denialsUntilBlocked } from '#contract/numbers';
import type { AlertKind } from '../../store/types.ts';
import { plainName, plainTicketNumber } from '../names.ts';
import type { AlertFacts } from './alert-facts.ts';

const happened: Record<AlertKind, string> = {
  not_requested: 'pressed "I did not ask for this" on the phone',
  denied: `denied ${denialsUntilBlocked} requests on the phone, one after the other`,
  not_you: 'says that it was not they who were verified',
};

/** What happened, as the end of a sentence that begins with the person's name. */
export function whatHappened(kind: AlertKind): string {
  return happened[kind];
}

/** The e-mail of an alert: everything that somebody needs to look into it, and nothing that would help an attacker. */
export function alertMail({ alert, account, verification }: AlertFacts): { subject: string; text: string } {
  const ticket = `#${plainTicketNumber(alert.ticketNumber)}`;
  const person = plainName(account.name, 'the person');
  const lines = [
    `${person} ${whatHappened(alert.kind)}.`,
    [
      `Ticket: ${ticket} on ${alert.ticketHost}`,
      `Customer: ${plainName(account.customerName, '?')}`,
      `Technician: ${plainName(verification.technicianName, '?')}`,
      `When: ${new Date(alert.at).toISOString().replace('T', ' ').slice(0, 19)} UTC`,
    ].join('\n'),
    `Do nothing for this ticket until you have reached ${person} by a number that you know. Somebody may be pretending to be them.`,
    'The ticket stays flagged until an administrator clears it: npm run service -- alert list shows what is open.',
  ];
  return { subject: `Look at ticket ${ticket}: ${person} ${whatHappened(alert.kind)}`, text: `${lines.join('\n\n')}\n` };
}
