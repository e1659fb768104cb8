import { parseAddress } from '#contract/address';
import { mailWords } from './compose.ts';
import { composeMail } from './compose-mail.ts';
import type { MailSender } from './compose-mail.ts';
import { isLoopback } from './loopback.ts';
import { plainName } from './names.ts';
import { sendBySmtp } from './smtp-session.ts';
import type { SmtpServer, SmtpTimeouts } from './smtp-session.ts';
import type { Sender } from './types.ts';

export type EmailOptions = {
  /** `smtps://user:password@host:465` (TLS from the start) or `smtp://user:password@host:587` (STARTTLS required). */
  url: string;
  /** Nothing encrypted: only to this machine itself. */
  insecure: boolean;
  /** The sender: `help@msp.example` or `Acme IT <help@msp.example>`. */
  from: string;
  /** A private certificate authority of the mail server (PEM). */
  ca?: string;
  timeouts?: SmtpTimeouts;
};

/** E-mail by SMTP. Throws at once when its options cannot work or would send in the clear. */
export function createEmailSender(options: EmailOptions): Sender {
  const server = readServer(options);
  const from = readFrom(options.from);

  return async (letter) => {
    // a second check behind the accounts': what is not one bare address reaches nobody
    if (!parseAddress(letter.destination).ok) return { state: 'failed', reason: 'address_refused' };
    const { envelope, build } = composeMail({ from, to: letter.destination, ...mailWords(letter), id: letter.messageId });
    if (envelope.to.length !== 1) return { state: 'failed', reason: 'address_refused' };
    return sendBySmtp(server, envelope, await build());
  };
}

/** The mail server of `options`. Throws where it is none, or would be spoken to in the clear. */
export function readServer(options: EmailOptions): SmtpServer {
  const url = URL.parse(options.url);
  if (!url || !url.hostname || !['smtp:', 'smtps:'].includes(url.protocol)) throw new Error('The mail server must be an smtp:// or smtps:// address');
  if (options.insecure && !isLoopback(url.hostname)) throw new Error('Mail without TLS is only possible to this machine itself');
  const implicitTls = url.protocol === 'smtps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (implicitTls ? 465 : 587),
    implicitTls,
    insecure: options.insecure,
    ...(url.username ? { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) } : {}),
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    timeouts: options.timeouts ?? {},
  };
}

/** Name and address of a sender. Throws where it is not one. */
export function readFrom(from: string): MailSender {
  const named = /^\s*(?<name>[^<>]*?)\s*<(?<address>[^<>]+)>\s*$/.exec(from)?.groups;
  const parsed = parseAddress(named?.['address'] ?? from);
  if (!parsed.ok) throw new Error('The sender of e-mails must be one address, with or without a name');
  return { name: plainName((named?.['name'] ?? '').replace(/^"|"$/g, ''), ''), address: parsed.address };
}
