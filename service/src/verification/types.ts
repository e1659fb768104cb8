import type { PhoneRequest } from '#contract/phone';
import type { Exception, FoundContacts } from '#contract/connectwise';
import type { AskException, ResolveContact, SearchContacts, StartVerification } from '#contract/requests';
import type { ContactOptions, Verification } from '#contract/verification';
import type { Method } from '#contract/words';
import type { Connectwise } from '../connectwise/types.ts';
import type { Report } from '../delivery/types.ts';
import type { Store } from '../store/store.ts';
import type { Message, SignedIn, SignedInPhone } from '../store/types.ts';
import type { PhoneAnswer } from './answer-effect.ts';
import type { Result } from './result.ts';

export type VerificationsDeps = {
  store: Store;
  /** Asked where the tenant has a connection. */
  connectwise: Connectwise;
  now: () => number;
  /** Derives the codes. Kept outside the database. */
  codeKey: Uint8Array;
  /** The methods that this service has a provider for. */
  configured: ReadonlySet<Method>;
  /** Tells delivery that a message waits. */
  kick: () => void;
  newId?: () => string;
};

/** All that can be asked of verifications. Made by `createVerifications(deps)`. */
export type Verifications = {
  resolve(who: SignedIn, request: ResolveContact): Promise<Result<ContactOptions>>;
  searchContacts(who: SignedIn, request: SearchContacts): Promise<Result<FoundContacts>>;
  askException(who: SignedIn, request: AskException): Promise<Result<Exception>>;
  decideException(who: SignedIn, id: string, decision: 'confirm' | 'refuse'): Promise<Result<Exception>>;
  start(who: SignedIn, idempotencyKey: string, request: StartVerification): Promise<Result<Verification>>;
  find(who: SignedIn, id: string): Promise<Result<Verification>>;
  decide(who: SignedIn, id: string, decision: 'approve' | 'deny'): Promise<Result<Verification>>;
  tryCode(who: SignedIn, id: string, code: string, attempt: number): Promise<Result<Verification>>;
  resend(who: SignedIn, id: string, afterSend: number): Promise<Result<Verification>>;
  extend(who: SignedIn, id: string): Promise<Result<Verification>>;
  cancel(who: SignedIn, id: string): Promise<Result<Verification>>;
  /** Approve, Deny or "I did not ask for this" on a phone. `statement` is what `readStatement` made of `signed` with that phone's key. */
  answer(who: SignedInPhone, id: string, answer: PhoneAnswer): Promise<Result<PhoneRequest>>;
  /** What waits for an answer by this phone's account, and the last ones that are over, newest first. Whoever asks has the pushes that it is told of: they are delivered. */
  listRequests(who: SignedInPhone): Promise<PhoneRequest[]>;
  /** Ends what is overdue; called by a timer and before every read of an overdue row. Returns how many. */
  expireOverdue(): Promise<number>;
  /** Records what a provider said about a message: life starts at hand-off; a failure ends the verification; the same twice, or late, changes nothing. */
  recordDelivery(message: Message, report: Report): Promise<void>;
};
