import * as z from 'zod/mini';
import { textMessage, validitySeconds } from './compose.ts';
import { requireSafeUrl } from './loopback.ts';
import { askProvider, classifyStatus } from './provider-request.ts';
import type { ProviderAnswer } from './provider-request.ts';
import { twilioReason } from './twilio-reasons.ts';
import type { Outcome, Sender, WordLetter } from './types.ts';

export type TwilioOptions = {
  accountSid: string;
  authToken: string;
  from?: string;
  messagingServiceSid?: string;
  apiOrigin: string;
  /** Where Twilio reaches this service to say what became of a code; without it nothing is asked for. */
  callbackOrigin?: string;
  timeoutMs?: number;
};

const MessageSchema = z.object({ sid: z.string().check(z.regex(/^(?:SM|MM)[0-9a-fA-F]{32}$/)), status: z.optional(z.string()), error_code: z.nullish(z.int()) });
const ErrorSchema = z.object({ code: z.int() });

const longestValidity = 36_000;

/** Where Twilio reports about a message: named by our own id, so that a report that overtakes Twilio's answer finds it. */
export function twilioCallbackUrl(origin: string, messageId: string): string {
  return `${origin}/callbacks/twilio/${messageId}`;
}

/** Text messages by Twilio's Messaging API. Throws at once when its options cannot work. */
export function createTwilioSender(options: TwilioOptions, deps: { fetch?: typeof fetch } = {}): Sender {
  const origin = requireSafeUrl(options.apiOrigin, 'The Twilio API origin').origin;
  if (!options.from && !options.messagingServiceSid) throw new Error('Twilio needs a sender number or a messaging service');
  const url = `${origin}/2010-04-01/Accounts/${encodeURIComponent(options.accountSid)}/Messages.json`;
  const authorization = `Basic ${Buffer.from(`${options.accountSid}:${options.authToken}`).toString('base64')}`;
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };

  return async (letter) => {
    const body = form(letter, options).toString();
    const reply = await askProvider({ url, headers, body, timeoutMs: options.timeoutMs ?? 15_000, fetch: deps.fetch ?? fetch });
    return 'outcome' in reply ? reply.outcome : classify(reply.answer);
  };
}

function form(letter: WordLetter, options: TwilioOptions): URLSearchParams {
  const validity = Math.min(longestValidity, validitySeconds(letter));
  const fields = new URLSearchParams({ To: letter.destination, Body: textMessage(letter), ValidityPeriod: String(validity) });
  if (options.messagingServiceSid) fields.set('MessagingServiceSid', options.messagingServiceSid);
  else fields.set('From', options.from ?? '');
  if (options.callbackOrigin !== undefined && letter.kind === 'code') fields.set('StatusCallback', twilioCallbackUrl(options.callbackOrigin, letter.messageId));
  return fields;
}

function classify({ status, body }: ProviderAnswer): Outcome {
  const refusal = classifyStatus(status);
  if (!refusal) return classifyMessage(body);
  const error = ErrorSchema.safeParse(body);
  return refusal.state === 'failed' && error.success ? { state: 'failed', reason: twilioReason(error.data.code, refusal.reason) } : refusal;
}

function classifyMessage(body: unknown): Outcome {
  const message = MessageSchema.safeParse(body);
  if (!message.success) return { state: 'maybe_sent', reason: 'provider_error' };
  if (message.data.status === 'failed') return { state: 'failed', reason: twilioReason(message.data.error_code, 'refused') };
  return { state: 'handed_over', providerId: message.data.sid };
}
