import * as z from 'zod/mini';

/** The fixed lists both sides share. */

/** Where a message can go: an account has an address, and perhaps a number. */
export const channels = ['sms', 'email'] as const;
export const ChannelSchema = z.enum(channels);
export type Channel = z.infer<typeof ChannelSchema>;

/** How the caller is reached, in the order in which it is offered. `push`: the phone app. */
export const methods = ['push', ...channels] as const;
export const MethodSchema = z.enum(methods);
export type Method = z.infer<typeof MethodSchema>;

/** What the caller asks for. Never free text: anybody can write a ticket. */
export const actions = ['password_reset', 'mfa_reset', 'mailbox_access', 'remote_control', 'other'] as const;
export const ActionSchema = z.enum(actions);
export type Action = z.infer<typeof ActionSchema>;

/** Who called whom. It decides what the message says: "Only if you called ..." or "... is calling you". */
export const directions = ['inbound', 'outbound'] as const;
export const DirectionSchema = z.enum(directions);
export type Direction = z.infer<typeof DirectionSchema>;

/** Which limit of the day (UTC) is reached. */
export const dailyLimits = ['technician', 'tenant', 'sms_spend'] as const;
export const DailyLimitSchema = z.enum(dailyLimits);
export type DailyLimit = z.infer<typeof DailyLimitSchema>;

/** Why a method cannot be used, said before SEND. */
export const unavailableReasons = [
  'no_mobile',
  'no_phone', // nobody set the phone app up for this account
  'notifications_off', // there is a phone, but it takes no notifications
  'push_blocked', // after "I did not ask for this" or repeated denials, until an administrator clears it
  'push_unanswered', // too many unanswered in a short time
  'not_configured',
  'disabled',
  'not_allowed',
  'country_not_allowed',
  'changed_recently',
  'daily_limit_technician',
  'daily_limit_tenant',
  'daily_limit_sms_spend',
] as const;
export const UnavailableReasonSchema = z.enum(unavailableReasons);
export type UnavailableReason = z.infer<typeof UnavailableReasonSchema>;

/** How far a message got. `maybe_sent` is a state: the provider's answer was lost. */
export const deliveryStates = ['queued', 'sending', 'handed_over', 'delivered', 'failed', 'maybe_sent'] as const;
export const DeliveryStateSchema = z.enum(deliveryStates);
export type DeliveryState = z.infer<typeof DeliveryStateSchema>;

/** Why a message did not leave, did not arrive, or may not have left: each where a technician would do something else. */
export const deliveryReasons = [
  'unreachable', // no connection to the mail server or provider
  'provider_refused_us', // our credentials or sender were refused
  'address_refused', // the mail server does not take this address
  'not_a_mobile',
  'opted_out',
  'country_not_allowed', // the provider does not send to the number's country for us
  'handset_unreachable',
  'unknown_number',
  'landline', // or a carrier that takes no text messages
  'filtered', // the carrier took it for spam
  'sender_not_registered', // the carrier wants senders registered (US A2P 10DLC, toll-free)
  'not_delivered', // a provider's report that names none of the above
  'destination_changed', // the account's address or number was changed after SEND
  'subscription_gone', // no phone of the account takes notifications any more
  'refused', // refused for a reason of the provider's own
  'busy', // the provider asked to try later; nothing was taken. It is tried again while there is time
  'timeout', // maybe sent: no answer in time
  'provider_error', // maybe sent: the provider failed while it had the message
  'interrupted', // maybe sent: the service stopped while it was sending
] as const;
export const DeliveryReasonSchema = z.enum(deliveryReasons);
export type DeliveryReason = z.infer<typeof DeliveryReasonSchema>;

export const roles = ['technician', 'administrator'] as const;
export const RoleSchema = z.enum(roles);
export type Role = z.infer<typeof RoleSchema>;
