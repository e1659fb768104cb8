import { chosenCustomer, send } from './on-ready';
import type { FlowEvent, Step } from './state';
import { type FlowOf, lookUp, stay } from './step';

/** A result stands until the technician has read it; the page may show somebody else meanwhile. */
export function onEnded(flow: FlowOf<'ended'>, event: FlowEvent): Step {
  if (event.name !== 'intent') return stay(flow);
  if (event.intent.name === 'finish') return lookUp(flow.contact, chosenCustomer(flow.options));
  if (event.intent.name === 'send') return send(flow, event.intent, event.idempotencyKey);
  return stay(flow);
}
