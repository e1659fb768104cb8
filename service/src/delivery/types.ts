import type { Action, DeliveryReason, Method } from '#contract/words';

type Addressed = { messageId: string; destination: string; tenantName: string };

/** A code. It is derived at the moment of sending and kept nowhere. */
export type CodeLetter = Addressed & {
  kind: 'code';
  code: string;
  technicianName: string;
  ticketNumber: string;
  action: Action | null;
  /** How long the code will live once the message is handed over. */
  lifeSeconds: number;
};

/** Tells a person that an address or number of theirs was changed; says neither the old one nor the new one. */
export type NoticeLetter = Addressed & { kind: 'notice'; changed: Method; changedAt: number };

/** What one message says. */
export type Letter = CodeLetter | NoticeLetter;

/**
 * What became of an attempt. `later`: refused for now, nothing was taken. `maybe_sent`: the provider had it and did not
 * answer; a code is never sent again by itself.
 */
export type Outcome =
  | { state: 'handed_over'; providerId: string | null }
  | { state: 'later'; reason: DeliveryReason }
  | { state: 'failed' | 'maybe_sent'; reason: DeliveryReason; providerId?: string };

/** What is known about a message: an attempt's outcome, or what its provider (of a push: the phone itself) tells afterwards. */
export type Report = Outcome | { state: 'delivered'; providerId: string | null };

/** Never throws: whatever happens is an Outcome. */
export type Sender = (letter: Letter) => Promise<Outcome>;
export type Senders = Partial<Record<Method, Sender>>;
