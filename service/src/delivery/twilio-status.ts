import * as z from 'zod/mini';
import { twilioReason } from './twilio-reasons.ts';
import type { Report } from './types.ts';

/** What Twilio posts to a message's StatusCallback (twilio.com/docs/messaging/guides/track-outbound-message-status). */
const StatusSchema = z.object({
  AccountSid: z.string(),
  MessageSid: z.string().check(z.regex(/^(?:SM|MM)[0-9a-fA-F]{32}$/)),
  MessageStatus: z.string(),
  ErrorCode: z.optional(z.pipe(z.string().check(z.regex(/^\d{0,6}$/)), z.transform(Number))),
});

/** `report` is undefined for a status that says nothing about how far the message got. */
export type TwilioStatus = { accountSid: string; messageSid: string; report: Report | undefined };

/** The form of a status callback as the rest of the service knows it; undefined when it is not one. */
export function parseTwilioStatus(form: URLSearchParams): TwilioStatus | undefined {
  const parsed = StatusSchema.safeParse(Object.fromEntries(form));
  if (!parsed.success) return undefined;
  const { AccountSid: accountSid, MessageSid: messageSid, MessageStatus: status, ErrorCode: errorCode } = parsed.data;
  return { accountSid, messageSid, report: readReport(status, messageSid, errorCode) };
}

function readReport(status: string, providerId: string, errorCode: number | undefined): Report | undefined {
  switch (status) {
    case 'accepted':
    case 'scheduled':
    case 'queued':
    case 'sending':
    case 'sent':
      return { state: 'handed_over', providerId };
    case 'delivered':
    case 'read':
      return { state: 'delivered', providerId };
    case 'undelivered':
    case 'failed':
    case 'canceled':
      return { state: 'failed', reason: twilioReason(errorCode, 'not_delivered'), providerId };
    default:
      return undefined;
  }
}
