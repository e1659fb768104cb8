import type { Action, Channel, DeliveryReason, Direction } from '#contract/words';
import type { Phone } from '../store/types.ts';

type Addressed = { messageId: string; destination: string; tenantName: string };

/** A code. It is derived at the moment of sending and kept nowhere. */
export type CodeLetter = Addressed & {
  kind: 'code';
  code: string;
  technicianName: string;
  ticketNumber: string;
  action: Action | null;
  direction: Direction;
  /** How long the code will live once the message is handed over. */
  lifeSeconds: number;
};

/** What a person is told. Links and codes are derived at the moment of sending and kept nowhere. */
export type NoticeAbout =
  /** An address or number of theirs was changed: says neither the old one nor the new one. */
  | { kind: 'destination_changed'; changed: Channel; changedAt: number }
  /** They were verified. `link`: "that was not me". */
  | { kind: 'verified'; action: Action | null; at: number; link: string }
  | { kind: 'phone_invited'; link: string; expiresAt: number }
  | { kind: 'phone_code'; code: string; lifeSeconds: number }
  /** `link` removes the phone. */
  | { kind: 'phone_added'; phoneName: string; link: string }
  | { kind: 'phone_removed'; phoneName: string }
  /** `link` removes all phones. */
  | { kind: 'lost_phone'; link: string };
export type NoticeLetter = Addressed & { kind: 'notice'; about: NoticeAbout };

/** What e-mail and text messages carry. */
export type WordLetter = CodeLetter | NoticeLetter;

/** A phone that takes notifications: the keys of its subscription encrypt what is sent to its endpoint (RFC 8291). */
export type PushPhone = Pick<Phone, 'id' | 'tenantId' | 'accountId'> & { endpoint: string; p256dh: string; auth: string };
/** Wakes the phones of an account. What is asked they fetch by themselves: nothing but the verification's id leaves. */
export type PushLetter = {
  kind: 'push';
  messageId: string;
  verificationId: string;
  phones: PushPhone[];
  /** How long the verification will live once the message is handed over. */
  lifeSeconds: number;
  /** Nothing may leave any more from here on. */
  deadlineAt: number;
};

/** What one message says. */
export type Letter = WordLetter | PushLetter;

/**
 * What became of an attempt. `later`: refused for now, nothing was taken; not before `retryAfterSeconds` where the provider
 * said so. `maybe_sent`: the provider had it and did not answer; a code is never sent again by itself.
 */
export type Outcome =
  | { state: 'handed_over'; providerId: string | null }
  | { state: 'later'; reason: DeliveryReason; retryAfterSeconds?: number }
  | { state: 'failed' | 'maybe_sent'; reason: DeliveryReason; providerId?: string };

/** What is known about a message: an attempt's outcome, or what its provider (of a push: the phone itself) tells afterwards. */
export type Report = Outcome | { state: 'delivered'; providerId: string | null };

/** Never throws: whatever happens is an Outcome. */
export type Sender = (letter: WordLetter) => Promise<Outcome>;
export type PushSender = (letter: PushLetter) => Promise<Outcome>;
export type Senders = Partial<Record<Channel, Sender> & { push: PushSender }>;
