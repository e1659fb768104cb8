import type { ContactOptions, PageContact, Verification } from '#contract/verification';
import { sameContact } from './contact';
import { chosenCustomer, send } from './on-ready';
import type { FlowEvent, Received, Step } from './state';
import { type FlowOf, askOptions, go, lookUp, stay } from './step';

/** Shows a result. Where something else may be tried, what may be offered is asked anew: it was known before SEND. */
export function end(contact: PageContact, options: ContactOptions, received: Received): Step {
  const flow = { name: 'ended', contact, options, received } as const;
  return goesOn(received.verification) ? go(flow, askOptions(contact, chosenCustomer(options))) : go(flow);
}

/** A result stands until the technician has read it; the page may show somebody else meanwhile. */
export function onEnded(flow: FlowOf<'ended'>, event: FlowEvent): Step {
  if (event.name === 'looked_up') return isAnswer(flow, event) ? go({ ...flow, options: event.options }) : stay(flow);
  if (event.name !== 'intent') return stay(flow);
  if (event.intent.name === 'finish') return lookUp(flow.contact, chosenCustomer(flow.options));
  if (event.intent.name === 'send') return send(flow, event.intent, event.idempotencyKey);
  return stay(flow);
}

function goesOn({ status }: Verification): boolean {
  return status === 'failed' || status === 'expired';
}

function isAnswer({ contact, options, received }: FlowOf<'ended'>, event: Extract<FlowEvent, { name: 'looked_up' }>): boolean {
  return goesOn(received.verification) && sameContact(contact, event.contact) && event.customerId === chosenCustomer(options);
}
