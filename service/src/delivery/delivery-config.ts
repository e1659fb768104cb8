import * as z from 'zod/mini';
import { ConfigError, needVariable } from '../lib/config-error.ts';
import { isLoopback, isSafeUrl } from './loopback.ts';

export type DeliveryConfig = {
  smtp?: { url: string; insecure: boolean; from: string };
  twilio?: { accountSid: string; authToken: string; from?: string; messagingServiceSid?: string; apiOrigin: string; callbackOrigin?: string };
  gateway?: { url: string; token: string };
};

const text = z.optional(z.string());
const safeUrl = z.string().check(z.refine(isSafeUrl, { error: 'must be an https address (http only on this machine)' }));
/** An origin that clients or providers see. */
export const originVariable = z.string().check(z.refine((value) => isSafeUrl(value) && new URL(value).origin === value, { error: 'must be an https origin without a path (http only on this machine)' }));

export const deliveryVariables = {
  COUNTERSIGN_SMTP_URL: z.optional(z.string().check(z.refine(isSmtpUrl, { error: 'must be smtp://host:port or smtps://host:port' }))),
  COUNTERSIGN_SMTP_INSECURE: z.optional(z.enum(['0', '1'], { error: 'must be 1 or 0' })),
  COUNTERSIGN_MAIL_FROM: text,
  COUNTERSIGN_TWILIO_ACCOUNT_SID: text,
  COUNTERSIGN_TWILIO_AUTH_TOKEN: text,
  COUNTERSIGN_TWILIO_FROM: text,
  COUNTERSIGN_TWILIO_MESSAGING_SERVICE_SID: text,
  COUNTERSIGN_TWILIO_API_ORIGIN: z._default(originVariable, 'https://api.twilio.com'),
  COUNTERSIGN_SMS_GATEWAY_URL: z.optional(safeUrl),
  COUNTERSIGN_SMS_GATEWAY_TOKEN: text,
};
type Values = z.infer<ReturnType<typeof z.object<typeof deliveryVariables>>> & { COUNTERSIGN_PUBLIC_ORIGIN?: string | undefined };

/** Mail and text messages as they are to be sent. Throws ConfigError where one variable needs another, or excludes it. */
export function readDelivery(values: Values): DeliveryConfig {
  const smtp = readSmtp(values);
  const twilio = readTwilio(values);
  const gateway = readGateway(values);
  if (twilio && gateway) throw new ConfigError('COUNTERSIGN_SMS_GATEWAY_URL and COUNTERSIGN_TWILIO_ACCOUNT_SID exclude each other: choose one way for text messages.');
  return { ...(smtp && { smtp }), ...(twilio && { twilio }), ...(gateway && { gateway }) };
}

function readSmtp(values: Values): DeliveryConfig['smtp'] {
  const url = values.COUNTERSIGN_SMTP_URL;
  if (!url) return undefined;
  const insecure = values.COUNTERSIGN_SMTP_INSECURE === '1';
  if (insecure && !isLoopback(new URL(url).hostname)) {
    throw new ConfigError('COUNTERSIGN_SMTP_INSECURE is only for a mail catcher on this machine: COUNTERSIGN_SMTP_URL names another.');
  }
  return { url, insecure, from: needVariable(values, 'COUNTERSIGN_MAIL_FROM', 'COUNTERSIGN_SMTP_URL') };
}

function readTwilio(values: Values): DeliveryConfig['twilio'] {
  const accountSid = values.COUNTERSIGN_TWILIO_ACCOUNT_SID;
  if (!accountSid) return undefined;
  const { COUNTERSIGN_TWILIO_FROM: from, COUNTERSIGN_TWILIO_MESSAGING_SERVICE_SID: messagingServiceSid } = values;
  if (!from && !messagingServiceSid) throw new ConfigError('COUNTERSIGN_TWILIO_FROM or COUNTERSIGN_TWILIO_MESSAGING_SERVICE_SID is needed with COUNTERSIGN_TWILIO_ACCOUNT_SID.');
  const authToken = needVariable(values, 'COUNTERSIGN_TWILIO_AUTH_TOKEN', 'COUNTERSIGN_TWILIO_ACCOUNT_SID');
  const { COUNTERSIGN_TWILIO_API_ORIGIN: apiOrigin, COUNTERSIGN_PUBLIC_ORIGIN: callbackOrigin } = values;
  return { accountSid, authToken, ...(from && { from }), ...(messagingServiceSid && { messagingServiceSid }), apiOrigin, ...(callbackOrigin && { callbackOrigin }) };
}

function readGateway(values: Values): DeliveryConfig['gateway'] {
  const url = values.COUNTERSIGN_SMS_GATEWAY_URL;
  return url ? { url, token: needVariable(values, 'COUNTERSIGN_SMS_GATEWAY_TOKEN', 'COUNTERSIGN_SMS_GATEWAY_URL') } : undefined;
}

function isSmtpUrl(value: string): boolean {
  return URL.canParse(value) && ['smtp:', 'smtps:'].includes(new URL(value).protocol) && new URL(value).hostname !== '';
}
