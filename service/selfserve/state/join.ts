import type { Invitation } from '#contract/phone';
import type { Trouble } from '../api/result.ts';
import type { Received } from './clock.ts';

/** Adding this phone with an invitation. Pure. */
export type Join =
  | { step: 'opening' }
  /** The invitation cannot be used, or nobody could be asked. */
  | { step: 'closed'; trouble: Trouble }
  /** Whose help desk it is, before a code was asked for. */
  | { step: 'invited'; invitation: Received<Invitation>; busy: boolean; trouble?: Trouble }
  | { step: 'code'; invitation: Received<Invitation>; busy: 'sending' | 'adding' | undefined; trouble?: Trouble }
  | { step: 'added' };

export type JoinEvent =
  | { type: 'opened'; invitation: Invitation; at: number }
  | { type: 'not_opened'; trouble: Trouble }
  | { type: 'sending_code' }
  | { type: 'has_code' }
  | { type: 'code_sent'; invitation: Invitation; at: number }
  | { type: 'adding' }
  | { type: 'refused'; trouble: Trouble }
  | { type: 'added' };

/** What ends an invitation for good, whatever is typed. */
const final: readonly Trouble['code'][] = ['link_invalid', 'invitation_over', 'too_many_phones', 'channel_missing'];

export function nextJoin(state: Join, event: JoinEvent): Join {
  switch (event.type) {
    case 'opened': return opened(event);
    case 'not_opened': return { step: 'closed', trouble: event.trouble };
    case 'code_sent': return { step: 'code', invitation: { value: event.invitation, receivedAt: event.at }, busy: undefined };
    case 'added': return { step: 'added' };
    case 'has_code': return 'invitation' in state ? { step: 'code', invitation: state.invitation, busy: undefined } : state;
    case 'sending_code': return busy(state, 'sending');
    case 'adding': return busy(state, 'adding');
    case 'refused': return refused(state, event.trouble);
  }
}

/** Where the inviter shows the code, there is nothing to send. */
function opened({ invitation, at }: Extract<JoinEvent, { type: 'opened' }>): Join {
  const received = { value: invitation, receivedAt: at };
  return invitation.codeTo === null ? { step: 'code', invitation: received, busy: undefined } : { step: 'invited', invitation: received, busy: false };
}

function busy(state: Join, what: 'sending' | 'adding'): Join {
  if (state.step === 'invited') return { step: 'invited', invitation: state.invitation, busy: true };
  return state.step === 'code' ? { step: 'code', invitation: state.invitation, busy: what } : state;
}

function refused(state: Join, trouble: Trouble): Join {
  if (final.includes(trouble.code)) return { step: 'closed', trouble };
  if (state.step === 'invited') return { ...state, busy: false, trouble };
  return state.step === 'code' ? { ...state, busy: undefined, trouble } : state;
}
