import type { ContactOptions, ResolveContact, StartVerification, Verification } from '#contract/verification';
import type { SignedIn } from '../store/types.ts';
import type { Message } from '../store/types.ts';
import type { Report } from '../delivery/types.ts';
import type { Result } from './result.ts';

/** All that can be asked of verifications. Made by `createVerifications(deps)`. */
export type Verifications = {
  resolve(who: SignedIn, request: ResolveContact): Promise<Result<ContactOptions>>;
  start(who: SignedIn, idempotencyKey: string, request: StartVerification): Promise<Result<Verification>>;
  find(who: SignedIn, id: string): Promise<Result<Verification>>;
  decide(who: SignedIn, id: string, decision: 'approve' | 'deny'): Promise<Result<Verification>>;
  tryCode(who: SignedIn, id: string, code: string, attempt: number): Promise<Result<Verification>>;
  resend(who: SignedIn, id: string, afterSend: number): Promise<Result<Verification>>;
  extend(who: SignedIn, id: string): Promise<Result<Verification>>;
  cancel(who: SignedIn, id: string): Promise<Result<Verification>>;
  /** Ends what is overdue; called by a timer and before every read of an overdue row. Returns how many. */
  expireOverdue(): Promise<number>;
  /** Records what a provider said about a message: life starts at hand-off; a failure ends the verification; the same twice, or late, changes nothing. */
  recordDelivery(message: Message, report: Report): Promise<void>;
};
