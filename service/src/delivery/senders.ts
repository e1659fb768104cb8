import { createEmailSender } from './email.ts';
import type { EmailOptions } from './email.ts';
import { createGatewaySender } from './gateway.ts';
import type { GatewayOptions } from './gateway.ts';
import { createTwilioSender } from './twilio.ts';
import type { TwilioOptions } from './twilio.ts';
import type { Senders } from './types.ts';

export type SenderOptions = { smtp?: EmailOptions; twilio?: TwilioOptions; gateway?: GatewayOptions };

/** A sender per configured method. Throws when options cannot work, so that a service never starts half configured. */
export function createSenders({ smtp, twilio, gateway }: SenderOptions): Senders {
  if (twilio && gateway) throw new Error('Configure Twilio or a text gateway, not both');
  const senders: Senders = {};
  if (smtp) senders.email = createEmailSender(smtp);
  if (twilio) senders.sms = createTwilioSender(twilio);
  if (gateway) senders.sms = createGatewaySender(gateway);
  return senders;
}
