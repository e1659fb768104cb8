import type { DeliveryReason } from '#contract/words';

/** Twilio's error codes that mean something of their own to a technician (twilio.com/docs/api/errors). */
const reasons: Record<number, DeliveryReason> = {
  20003: 'provider_refused_us',
  21211: 'not_a_mobile',
  21212: 'provider_refused_us',
  21408: 'country_not_allowed',
  21603: 'provider_refused_us',
  21606: 'provider_refused_us',
  21609: 'provider_refused_us',
  21610: 'opted_out',
  21614: 'not_a_mobile',
  21703: 'provider_refused_us',
  30002: 'provider_refused_us',
  30003: 'handset_unreachable',
  30005: 'unknown_number',
  30006: 'landline',
  30007: 'filtered',
  30032: 'sender_not_registered',
  30034: 'sender_not_registered',
};

/** What Twilio's error `code` means, or `otherwise` for one that a technician could do nothing about. */
export function twilioReason(code: number | null | undefined, otherwise: DeliveryReason): DeliveryReason {
  return reasons[code ?? 0] ?? otherwise;
}
