import { IdSchema } from '#contract/values';
import { isSignedByTwilio } from '../delivery/twilio-signature.ts';
import { parseTwilioStatus } from '../delivery/twilio-status.ts';
import { twilioCallbackUrl } from '../delivery/twilio.ts';
import type { TwilioOptions } from '../delivery/twilio.ts';
import { readBounded } from '../http/read-body.ts';
import { Refused } from '../http/refused.ts';
import type { Store } from '../store/store.ts';
import type { Verifications } from '../verification/types.ts';

export type TwilioCallbackDeps = { twilio: TwilioOptions | undefined; store: Pick<Store, 'findMessage'>; verifications: Pick<Verifications, 'recordDelivery'> };
/** Answers with a status alone: who is refused learns nothing. */
export type TwilioCallback = (request: Request, messageId: string) => Promise<204 | 403 | 404>;

/**
 * Takes what Twilio reports about a message: first that it is Twilio, then what it says, then whether it is about a message
 * that this account sent. Undefined where Twilio is not asked to report.
 */
export function createTwilioCallback({ twilio, store, verifications }: TwilioCallbackDeps): TwilioCallback | undefined {
  if (twilio?.callbackOrigin === undefined) return undefined;
  const { accountSid, authToken, callbackOrigin } = twilio;
  return async (request, messageId) => {
    const form = await readForm(request);
    const signature = request.headers.get('X-Twilio-Signature');
    if (!form || signature === null || !isSignedByTwilio(signature, twilioCallbackUrl(callbackOrigin, messageId), form, authToken)) return 403;
    const status = parseTwilioStatus(form);
    if (status?.accountSid !== accountSid) return 403;
    const message = IdSchema.safeParse(messageId).success ? await store.findMessage(messageId) : undefined;
    // not known yet: the report overtook Twilio's answer
    if (message?.method !== 'sms' || (message.providerId ?? status.messageSid) !== status.messageSid) return 404;
    if (status.report) await verifications.recordDelivery(message, status.report);
    return 204;
  };
}

async function readForm(request: Request): Promise<URLSearchParams | undefined> {
  const type = (request.headers.get('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return undefined;
  try {
    return new URLSearchParams(Buffer.from(await readBounded(request)).toString('utf8'));
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
