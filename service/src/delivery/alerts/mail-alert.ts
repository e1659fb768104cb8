import { composeMail } from '../compose-mail.ts';
import { readFrom, readServer } from '../email.ts';
import type { EmailOptions } from '../email.ts';
import { sendBySmtp } from '../smtp-session.ts';
import type { Outcome } from '../types.ts';
import type { AlertFacts } from './alert-facts.ts';
import { alertMail } from './alert-words.ts';

/** Alerts by e-mail, over the connection that codes use. A repeat is the same mail: its Message-ID is the alert's id. */
export function createAlertMailer(smtp: EmailOptions): (address: string, facts: AlertFacts) => Promise<Outcome> {
  const server = readServer(smtp);
  const from = readFrom(smtp.from);
  return async (address, facts) => {
    const { envelope, build } = composeMail({ from, to: address, ...alertMail(facts), id: facts.alert.id });
    return sendBySmtp(server, envelope, await build());
  };
}
