import type { Action, DeliveryReason, Method } from '#contract/words';

/** What one message says. The code is derived at the moment of sending and kept nowhere. */
export type Letter = {
  messageId: string;
  destination: string;
  code: string;
  tenantName: string;
  technicianName: string;
  ticketNumber: string;
  action: Action | null;
  /** How long the code will live once the message is handed over. */
  lifeSeconds: number;
};

/** What became of it. `maybe_sent`: the provider had it and did not answer; it is never sent again by itself. */
export type Outcome =
  | { state: 'handed_over'; providerId: string | null }
  | { state: 'failed'; reason: DeliveryReason }
  | { state: 'maybe_sent'; reason: DeliveryReason };

/** Never throws: whatever happens is an Outcome. */
export type Sender = (letter: Letter) => Promise<Outcome>;
export type Senders = Partial<Record<Method, Sender>>;
