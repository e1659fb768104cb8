import type { Outcome } from './types.ts';

/** What nodemailer says about a failed session: its code, the command and the server's reply code. */
export type SmtpError = { code?: string | undefined; command?: string | undefined; responseCode?: number | undefined };

/**
 * What a failed SMTP session means. Before the server asked for the content nothing can have been taken; after that only the
 * server's own reply to the content is certain. A 4xx reply says that nothing was taken and the same may work later (RFC 5321 §4.2.1).
 */
export function classifySmtpError(error: SmtpError, contentStarted: boolean): Outcome {
  if (contentStarted && error.code !== 'EMESSAGE') return { state: 'maybe_sent', reason: 'timeout' };
  const reply = error.responseCode ?? 0;
  if (reply >= 400 && reply < 500) return { state: 'later', reason: 'busy' };
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH') return { state: 'failed', reason: 'provider_refused_us' };
  if (reply >= 500) return { state: 'failed', reason: permanentReason(error.command) };
  // the address itself did not pass nodemailer's own check
  if (error.code === 'EENVELOPE') return { state: 'failed', reason: 'address_refused' };
  return contentStarted ? { state: 'maybe_sent', reason: 'timeout' } : { state: 'failed', reason: 'unreachable' };
}

function permanentReason(command: string | undefined): 'address_refused' | 'provider_refused_us' | 'refused' {
  if (command === 'RCPT TO') return 'address_refused';
  return command === 'MAIL FROM' ? 'provider_refused_us' : 'refused';
}
