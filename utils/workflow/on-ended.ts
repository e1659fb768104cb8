import { sameAbout } from './about';
import { chosenCustomer } from './asked';
import { leadsOn } from './choice';
import { send } from './on-ready';
import type { About, Ended, FlowEvent, Intent, Offered, Received, Step } from './state';
import { askOptions, go, lookUp, stay } from './step';

type LookedUp = Extract<FlowEvent, { name: 'looked_up' }>;

/** Shows a result. Where something else may be tried, what may be offered is asked anew: it was known before SEND. */
export function end(about: About, options: Offered, received: Received): Step {
  const flow = { name: 'ended', about, options, received } as const;
  return leadsOn(received.verification) ? go(flow, askOptions(about, chosenCustomer(options))) : go(flow);
}

/** A result stands until the technician has read it; the page may show somebody else meanwhile. */
export function onEnded(flow: Ended, event: FlowEvent): Step {
  switch (event.name) {
    case 'looked_up':
      return isAnswer(flow, event) ? go(askedAgain(flow, event)) : stay(flow);
    case 'verification':
      return isNewerNote(flow, event.received) ? go(withNote(flow, event.received)) : stay(flow);
    case 'intent':
      return press(flow, event.intent, event.idempotencyKey);
    case 'invited':
    case 'invite_refused':
    case 'invite_lost':
      return isInviting(flow) && event.id === flow.received.verification.id ? answered(flow, event) : stay(flow);
    // Asking once more could send a second link.
    case 'resumed':
      return isInviting(flow) ? go({ ...flow, invitation: { state: 'lost' } }) : stay(flow);
    default:
      return stay(flow);
  }
}

function press(flow: Ended, intent: Intent, idempotencyKey: string): Step {
  const { verification } = flow.received;
  switch (intent.name) {
    case 'finish':
      return lookUp(flow.about, chosenCustomer(flow.options));
    case 'send':
      return leadsOn(verification) ? send(flow, intent, idempotencyKey) : stay(flow);
    case 'invite':
      return mayInvite(flow) ? go({ ...flow, invitation: { state: 'sending' } }, { name: 'invite', id: verification.id }) : stay(flow);
    default:
      return stay(flow);
  }
}

/** Once it is known to have gone, or while it is on its way, a link is not sent again. */
function mayInvite({ received, invitation, revoked }: Ended): boolean {
  const { canInvite, yours, status } = received.verification;
  return canInvite && yours && status === 'approved' && !revoked && invitation?.state !== 'sending' && invitation?.state !== 'sent';
}

function answered(flow: Ended, event: Extract<FlowEvent, { name: 'invited' | 'invite_refused' | 'invite_lost' }>): Step {
  switch (event.name) {
    case 'invited':
      return go({ ...flow, invitation: { state: 'sent', invited: event.invited } });
    case 'invite_refused':
      return go({ ...flow, invitation: { state: 'refused', trouble: event.trouble } });
    case 'invite_lost':
      return go({ ...flow, invitation: { state: 'lost' } });
  }
}

function isInviting({ invitation }: Ended): boolean {
  return invitation?.state === 'sending';
}

/** What may be offered now, and whether a success still counts: the person may have reported it, or somebody may have said no since. */
function askedAgain({ revoked: _before, ...flow }: Ended, { options, receivedAt }: LookedUp): Ended {
  const { status, verifiedUntil } = flow.received.verification;
  const isRevoked = status === 'approved' && options.verified === null && verifiedUntil !== null && options.now < verifiedUntil;
  return { ...flow, options: { ...options, receivedAt }, ...(isRevoked ? { revoked: true } : {}) };
}

/** Whether the ticket note of this result is not where it stays: the service is asked again as long as somebody looks. */
export function awaitsNote({ received: { verification: { note } } }: Ended): boolean {
  return note?.state === 'waiting' || note?.state === 'failed';
}

function isNewerNote({ received: { verification } }: Ended, { verification: read }: Received): boolean {
  const isChanged = read.note?.state !== verification.note?.state || read.note?.reason !== verification.note?.reason;
  return read.id === verification.id && read.now >= verification.now && isChanged;
}

/** Of a verification that has ended nothing else is taken over: its end is final. */
function withNote(flow: Ended, { verification: { note } }: Received): Ended {
  return { ...flow, received: { ...flow.received, verification: { ...flow.received.verification, note } } };
}

function isAnswer({ about, options, received: { verification } }: Ended, event: LookedUp): boolean {
  const isAsked = leadsOn(verification) || (verification.status === 'approved' && event.options.now >= verification.now);
  return isAsked && sameAbout(about, event.about) && event.customerId === chosenCustomer(options);
}
