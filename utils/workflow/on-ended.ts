import type { PageContact } from '#contract/verification';
import { leadsOn } from './choice';
import { sameContact } from './contact';
import { chosenCustomer, send } from './on-ready';
import type { FlowEvent, Intent, Offered, Received, Step } from './state';
import { type FlowOf, askOptions, go, lookUp, stay } from './step';

type Ended = FlowOf<'ended'>;

/** Shows a result. Where something else may be tried, what may be offered is asked anew: it was known before SEND. */
export function end(contact: PageContact, options: Offered, received: Received): Step {
  const flow = { name: 'ended', contact, options, received } as const;
  return leadsOn(received.verification) ? go(flow, askOptions(contact, chosenCustomer(options))) : go(flow);
}

/** A result stands until the technician has read it; the page may show somebody else meanwhile. */
export function onEnded(flow: Ended, event: FlowEvent): Step {
  switch (event.name) {
    case 'looked_up':
      return isAnswer(flow, event) ? go({ ...flow, options: { ...event.options, receivedAt: event.receivedAt } }) : stay(flow);
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
      return lookUp(flow.contact, chosenCustomer(flow.options));
    case 'send':
      return leadsOn(verification) ? send(flow, intent, idempotencyKey) : stay(flow);
    case 'invite':
      return mayInvite(flow) ? go({ ...flow, invitation: { state: 'sending' } }, { name: 'invite', id: verification.id }) : stay(flow);
    default:
      return stay(flow);
  }
}

/** Once it is known to have gone, or while it is on its way, a link is not sent again. */
function mayInvite({ received, invitation }: Ended): boolean {
  const { canInvite, yours, status } = received.verification;
  return canInvite && yours && status === 'approved' && invitation?.state !== 'sending' && invitation?.state !== 'sent';
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

function isAnswer({ contact, options, received }: Ended, event: Extract<FlowEvent, { name: 'looked_up' }>): boolean {
  return leadsOn(received.verification) && sameContact(contact, event.contact) && event.customerId === chosenCustomer(options);
}
