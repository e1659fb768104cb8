import type { Caller, Doubt, Exception, FoundContacts, NoteReason } from '#contract/connectwise';
import type { ProblemCode } from '#contract/problem';
import type { WantedCheck } from '#contract/lifecycle';
import type { Action, DailyLimit, Direction, Method } from '#contract/words';
import type { ContactOptions, Invited, PageContact, Verification } from '#contract/verification';

/** What the panel is doing about one ticket. No path leads to "approved" but a verification that the service ended so. */

/** Why something did not work. `unreachable` is the network; the rest after it is the page; all others come from the service. */
export type TroubleCode = ProblemCode | 'unreachable' | 'page_changed' | 'page_gone' | 'page_settling' | 'signed_out';
/** `limit` comes with `daily_limit`: which one. `connectwise` comes with `connectwise_unavailable`: why. `doubts`: what speaks against the contact, none where nothing does; absent where ConnectWise is not connected. */
export type Trouble = { code: TroubleCode; retryAfterSeconds?: number; customers?: { id: string; name: string }[]; limit?: DailyLimit; connectwise?: NoteReason; doubts?: Doubt[] };

/** Whom a flow is about, as the service is asked: the contact that a page shows, or the one of the ticket whose number was typed; or, as `caller`, another contact of that ticket's company. */
export type About = { contact: PageContact; caller?: Caller } | { ticketNumber: string; caller?: Caller };

/** `check` is `code` but with a push. */
export type SendChoice = { method: Method; action: Action | null; direction: Direction; check: WantedCheck };
/** Everything a SEND needs to be repeated as the same SEND: stored before the first request leaves. */
export type SendRequest = SendChoice & { idempotencyKey: string; customerId?: string };

/** A verification with the local time at which it was received, so that the countdown follows the service's clock. */
export type Received = { verification: Verification; receivedAt: number };

/** What may be offered, with the local time at which it was received. */
export type Offered = ContactOptions & { receivedAt: number };

export type Intent =
  | { name: 'look_up'; customerId?: string }
  | ({ name: 'send' } & SendChoice)
  | { name: 'send_again' } // the same SEND once more, with its old key, after the network failed
  | { name: 'give_up' } // leave a lost SEND alone
  | { name: 'approve' }
  | { name: 'deny' }
  | { name: 'try_code'; code: string }
  | { name: 'resend' }
  | { name: 'more_time' }
  | { name: 'cancel' }
  | { name: 'invite' } // the account that was just verified, to the phone app
  | { name: 'ask_second'; reason: string } // to go on in spite of all that speaks against the contact
  | { name: 'decide_exception'; exceptionId: string; decision: ExceptionDecision } // what somebody else has asked for
  | { name: 'search'; text: string } // contacts of the ticket's company
  | { name: 'choose_caller'; contactId: number; reason: string } // one of those that were found
  | { name: 'ticket_contact' } // back from another caller
  | { name: 'finish' }; // OK or CANCEL on a result, or no more waiting for a second technician
export type ExceptionDecision = 'confirm' | 'refuse';
export type BusyWith = 'approve' | 'deny' | 'try_code' | 'resend' | 'more_time' | 'cancel';

/** How an invitation to the phone app went. `lost`: no answer, so the link may have been sent. */
export type Invitation = { state: 'sending' | 'lost' } | { state: 'sent'; invited: Invited } | { state: 'refused'; trouble: Trouble };

/** A search among the contacts of the ticket's company: with neither of the two it is under way. */
export type Search = { text: string; found?: FoundContacts; trouble?: Trouble };

export type Flow =
  | { name: 'looking_up'; about: About; customerId?: string; trouble?: Trouble; last?: SendChoice }
  | { name: 'not_found'; about: About; trouble: Trouble; customerId?: string; search?: Search }
  | Ready
  | { name: 'sending'; about: About; options: Offered; request: SendRequest; step: 'reading_page' | 'posting' }
  | { name: 'send_lost'; about: About; options: Offered; request: SendRequest; trouble: Trouble }
  | Live
  | Ended;

/** `busy`: a second technician is being asked, or answers. `left`: the exception whose answer the technician no longer waits for. */
export type Ready = { name: 'ready'; about: About; options: Offered; trouble?: Trouble; last?: SendChoice; search?: Search; busy?: 'ask' | ExceptionDecision; left?: string };

/** `revoked`: the service, asked again, says that this success counts no more though its time is not over. */
export type Ended = { name: 'ended'; about: About; options: Offered; received: Received; revoked?: true; invitation?: Invitation };

/** `pending*` is what a press said at the time, so that repeating it after a crash is the same press for the service. */
export type Live = {
  name: 'live';
  about: About;
  options: Offered;
  received: Received;
  busy?: BusyWith;
  pendingCode?: string;
  pendingAttempt?: number;
  pendingAfterSend?: number;
  trouble?: Trouble;
  connected: boolean;
};

/** An answer names the question it belongs to (contact, key or verification), so that a late one changes nothing else. */
export type FlowEvent =
  | { name: 'page_read'; contact: PageContact }
  | { name: 'intent'; intent: Intent; idempotencyKey: string }
  | { name: 'looked_up'; about: About; customerId?: string; options: ContactOptions; receivedAt: number }
  | { name: 'look_up_failed'; about: About; customerId?: string; trouble: Trouble }
  | { name: 'page_confirmed'; idempotencyKey: string }
  | { name: 'page_differs'; idempotencyKey: string; trouble: Trouble }
  | { name: 'started'; idempotencyKey: string; received: Received }
  | { name: 'start_refused'; idempotencyKey: string; trouble: Trouble } // the service said no: nothing was sent
  | { name: 'start_lost'; idempotencyKey: string; trouble: Trouble } // no answer: it may have been sent
  | { name: 'verification'; received: Received } // from the stream
  | { name: 'answered'; received: Received } // the answer to an intent
  | { name: 'exception'; about: About; exception: Exception } // asked for, confirmed or refused
  | { name: 'exception_failed'; about: About; trouble: Trouble }
  | { name: 'searched'; about: About; text: string; found: FoundContacts }
  | { name: 'search_failed'; about: About; text: string; trouble: Trouble }
  | { name: 'intent_failed'; id: string; trouble: Trouble }
  | { name: 'invited'; id: string; invited: Invited }
  | { name: 'invite_refused'; id: string; trouble: Trouble }
  | { name: 'invite_lost'; id: string } // no answer: the link may have been sent
  | { name: 'stream_lost'; id: string; trouble?: Trouble }
  | { name: 'resumed' }; // the worker started again and found this state

export type Effect =
  | { name: 'look_up'; about: About; customerId?: string }
  | { name: 'read_page'; contact: PageContact; idempotencyKey: string }
  | { name: 'start'; about: About; request: SendRequest }
  | { name: 'decide'; id: string; decision: 'approve' | 'deny' }
  | { name: 'try_code'; id: string; code: string; attempt: number }
  | { name: 'resend'; id: string; afterSend: number }
  | { name: 'more_time'; id: string }
  | { name: 'cancel'; id: string }
  | { name: 'invite'; id: string }
  | { name: 'ask_exception'; about: About; customerId?: string; doubts: Doubt[]; reason: string }
  | { name: 'decide_exception'; about: About; exceptionId: string; decision: ExceptionDecision }
  | { name: 'search_contacts'; about: About; customerId?: string; text: string }
  | { name: 'read_again'; id: string } // what has come of its ticket note
  | { name: 'watch'; id: string }; // keep the status stream open until it ends

export type Step = { flow: Flow; effects: Effect[] };
