import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { classifySmtpError } from './smtp-outcome.ts';
import type { SmtpError } from './smtp-outcome.ts';
import type { Outcome } from './types.ts';

export type SmtpTimeouts = { connectMs?: number; greetingMs?: number; silenceMs?: number; totalMs?: number };
export type SmtpServer = { host: string; port: number; implicitTls: boolean; insecure: boolean; user?: string; password?: string; ca?: string; timeouts: SmtpTimeouts };
export type Envelope = { from: string; to: string[] };

/** One SMTP session for one message. Never throws, never repeats anything. */
export function sendBySmtp(server: SmtpServer, envelope: Envelope, content: Buffer): Promise<Outcome> {
  return new Promise((resolve) => {
    let contentStarted = false;
    const connection = connect(server);
    const finish = (outcome: Outcome) => {
      clearTimeout(deadline);
      connection.close();
      resolve(outcome);
    };
    const fail = (error: SmtpError) => finish(classifySmtpError(error, contentStarted));
    const deadline = setTimeout(() => fail({ code: 'ETIMEDOUT' }), server.timeouts.totalMs ?? 60_000);
    // the stream is first read when the server has asked for the content: nothing can have been delivered before
    const message = watched(content, () => (contentStarted = true));
    const send = () => connection.send(envelope, message, (error) => (error ? fail(error) : finish({ state: 'handed_over', providerId: null })));

    connection.on('error', fail);
    connection.connect((error?: SmtpError) => {
      if (error) fail(error);
      else if (server.user === undefined) send();
      else connection.login({ user: server.user, pass: server.password ?? '' }, (refusal) => (refusal ? fail(refusal) : send()));
    });
  });
}

function connect({ host, port, implicitTls, insecure, ca, timeouts }: SmtpServer): SMTPConnection {
  return new SMTPConnection({
    host,
    port,
    secure: implicitTls,
    requireTLS: !insecure,
    ignoreTLS: insecure && !implicitTls,
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    connectionTimeout: timeouts.connectMs ?? 10_000,
    greetingTimeout: timeouts.greetingMs ?? 10_000,
    socketTimeout: timeouts.silenceMs ?? 30_000,
    dnsTimeout: timeouts.connectMs ?? 10_000,
  });
}

function watched(content: Buffer, onFirstRead: () => void): Readable {
  return new Readable({
    read() {
      onFirstRead();
      this.push(content);
      this.push(null);
    },
  });
}
