import { createHmac } from 'node:crypto';

/** What Twilio reports about a message, and how a test bends it. */
export type CallbackOptions = {
  errorCode?: number;
  /** Signed by another account's token. */
  authToken?: string;
  /** Says that it is about another account. */
  accountSid?: string;
  /** Says that it is about another message. */
  messageSid?: string;
  /** Sent, and signed, for another address. */
  url?: string;
  /** Signed for another address than it is sent to. */
  signedUrl?: string;
  /** Changes the form after it was signed. */
  alter?: (form: URLSearchParams) => void;
  /** Instead of the real header; null: none. */
  signature?: string | null;
  contentType?: string;
};
type Account = { accountSid: string; authToken: string };
type Text = { sid: string; to: string; from: string; statusCallback: string | undefined };

/** Posts a status callback as Twilio does (twilio.com/docs/usage/security) and returns the answer's status and body. */
export async function postCallback(account: Account, text: Text, status: string, options: CallbackOptions = {}): Promise<{ status: number; body: string }> {
  const url = options.url ?? text.statusCallback;
  if (url === undefined) throw new Error('Nobody asked for a callback about this message.');
  const sid = options.messageSid ?? text.sid;
  const form = new URLSearchParams({ SmsSid: sid, SmsStatus: status, MessageStatus: status, To: text.to, MessageSid: sid, AccountSid: options.accountSid ?? account.accountSid, From: text.from, ApiVersion: '2010-04-01' });
  if (options.errorCode !== undefined) form.set('ErrorCode', String(options.errorCode));
  const signature = options.signature === undefined ? sign(options.signedUrl ?? url, form, options.authToken ?? account.authToken) : options.signature;
  options.alter?.(form);
  const headers = { 'content-type': options.contentType ?? 'application/x-www-form-urlencoded', ...(signature !== null && { 'x-twilio-signature': signature }) };
  const response = await fetch(url, { method: 'POST', headers, body: form.toString() });
  return { status: response.status, body: await response.text() };
}

function sign(url: string, form: URLSearchParams, authToken: string): string {
  const names = [...new Set(form.keys())].sort();
  return createHmac('sha1', authToken).update(url + names.map((name) => name + form.get(name)).join('')).digest('base64');
}
