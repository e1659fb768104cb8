import { createEmailSender, readFrom } from './email.ts';
import type { EmailOptions } from './email.ts';
import { createGatewaySender } from './gateway.ts';
import type { GatewayOptions } from './gateway.ts';
import { createPushSender } from './push/push-sender.ts';
import type { PushDeps } from './push/push-sender.ts';
import { createTwilioSender } from './twilio.ts';
import type { TwilioOptions } from './twilio.ts';
import type { Senders } from './types.ts';

export type SenderOptions = { smtp?: EmailOptions; twilio?: TwilioOptions; gateway?: GatewayOptions; push?: PushOptions };
/** `subject` undefined: who sends the e-mails. */
type PushOptions = Omit<PushDeps, 'subject'> & { subject: string | undefined };

/** Nobody: a push service cannot write to whoever runs this, and Apple's takes nothing (RFC 2606 §2). */
const noContact = 'mailto:nobody@countersign.invalid';

/** A sender per configured method. Throws when options cannot work, so that a service never starts half configured. */
export function createSenders({ smtp, twilio, gateway, push }: SenderOptions): Senders {
  if (twilio && gateway) throw new Error('Configure Twilio or a text gateway, not both');
  const senders: Senders = {};
  if (smtp) senders.email = createEmailSender(smtp);
  if (twilio) senders.sms = createTwilioSender(twilio);
  if (gateway) senders.sms = createGatewaySender(gateway);
  if (push) senders.push = createPushSender({ ...push, subject: push.subject ?? (smtp ? `mailto:${readFrom(smtp.from).address}` : noContact) });
  return senders;
}
