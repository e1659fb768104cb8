import * as z from 'zod/mini';
import type { DeliveryReason } from '#contract/words';
import { requireSafeUrl } from './loopback.ts';
import { askProvider, classifyStatus } from './provider-request.ts';
import type { ProviderAnswer } from './provider-request.ts';
import type { Letter, Outcome, Sender } from './types.ts';
import { textMessage } from './words.ts';

export type TwilioOptions = { accountSid: string; authToken: string; from?: string; messagingServiceSid?: string; apiOrigin: string; timeoutMs?: number };

const MessageSchema = z.object({ sid: z.string().check(z.regex(/^(?:SM|MM)[0-9a-fA-F]{32}$/)), status: z.optional(z.string()), error_code: z.nullish(z.int()) });
const ErrorSchema = z.object({ code: z.int() });

/** Twilio's error codes that mean something of their own to a technician (twilio.com/docs/api/errors). */
const reasons: Record<number, DeliveryReason> = {
  20003: 'provider_refused_us',
  20429: 'busy',
  21211: 'not_a_mobile',
  21212: 'provider_refused_us',
  21408: 'country_not_allowed',
  21603: 'provider_refused_us',
  21606: 'provider_refused_us',
  21610: 'opted_out',
  21614: 'not_a_mobile',
  21703: 'provider_refused_us',
};

const longestValidity = 36_000;

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

function form(letter: Letter, options: TwilioOptions): URLSearchParams {
  const validity = Math.min(longestValidity, Math.max(1, Math.floor(letter.lifeSeconds)));
  const fields = new URLSearchParams({ To: letter.destination, Body: textMessage(letter), ValidityPeriod: String(validity) });
  if (options.messagingServiceSid) fields.set('MessagingServiceSid', options.messagingServiceSid);
  else fields.set('From', options.from ?? '');
  return fields;
}

function classify({ status, body }: ProviderAnswer): Outcome {
  const refusal = classifyStatus(status);
  if (!refusal) return classifyMessage(body);
  const error = ErrorSchema.safeParse(body);
  const reason = error.success ? reasons[error.data.code] : undefined;
  return refusal.state === 'failed' && reason ? { state: 'failed', reason } : refusal;
}

function classifyMessage(body: unknown): Outcome {
  const message = MessageSchema.safeParse(body);
  if (!message.success) return { state: 'maybe_sent', reason: 'provider_error' };
  if (message.data.status === 'failed') return { state: 'failed', reason: reasons[message.data.error_code ?? 0] ?? 'refused' };
  return { state: 'handed_over', providerId: message.data.sid };
}
