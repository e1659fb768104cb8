import { domainToASCII } from 'node:url';
import MailComposer from 'nodemailer/lib/mail-composer';

export type MailSender = { name: string; address: string };
export type Mail = { from: MailSender; to: string; subject: string; text: string; html?: string; /** What makes it the same mail when it is sent again. */ id: string };

/** An e-mail as it travels, and its envelope. It loads nothing from files or addresses, and no machine should answer it (RFC 3834). */
export function composeMail({ from, to, subject, text, html, id }: Mail) {
  const domain = domainToASCII(from.address.slice(from.address.lastIndexOf('@') + 1));
  const mail = new MailComposer({
    from,
    to: { name: '', address: to },
    subject,
    text,
    ...(html !== undefined && { html }),
    messageId: `<${id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const envelope = mail.getEnvelope();
  return { envelope: { from: envelope.from || from.address, to: envelope.to }, build: () => mail.build() };
}
