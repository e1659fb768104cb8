import { sameContact } from './contact';
import { begin } from './on-live';
import type { FlowEvent, Step } from './state';
import { type FlowOf, go, lookUp, stay } from './step';

export function onLookingUp(flow: FlowOf<'looking_up'>, event: FlowEvent): Step {
  switch (event.name) {
    case 'looked_up':
      return answers(flow, event) ? found(flow, event) : stay(flow);
    case 'look_up_failed':
      return answers(flow, event) ? go({ ...asked(flow), name: 'not_found', trouble: event.trouble }) : stay(flow);
    case 'resumed':
      return lookUp(flow.contact, flow.customerId, flow.trouble, flow.last);
    default:
      return search(flow, event);
  }
}

export function onNotFound(flow: FlowOf<'not_found'>, event: FlowEvent): Step {
  return search(flow, event);
}

function search(flow: FlowOf<'looking_up'> | FlowOf<'not_found'>, event: FlowEvent): Step {
  if (event.name === 'page_read') return sameContact(event.contact, flow.contact) ? stay(flow) : lookUp(event.contact);
  if (event.name === 'intent' && event.intent.name === 'look_up') return lookUp(flow.contact, event.intent.customerId ?? flow.customerId);
  return stay(flow);
}

function found(flow: FlowOf<'looking_up'>, event: Extract<FlowEvent, { name: 'looked_up' }>): Step {
  const { contact, trouble, last } = flow;
  const { receivedAt } = event;
  const options = { ...event.options, receivedAt };
  if (options.live) return begin(contact, options, { verification: options.live, receivedAt });
  return go({ name: 'ready', contact, options, ...(trouble ? { trouble } : {}), ...(last ? { last } : {}) });
}

function answers(flow: FlowOf<'looking_up'>, event: Extract<FlowEvent, { name: 'looked_up' | 'look_up_failed' }>): boolean {
  return sameContact(flow.contact, event.contact) && flow.customerId === event.customerId;
}

function asked({ contact, customerId }: FlowOf<'looking_up'>) {
  return customerId === undefined ? { contact } : { contact, customerId };
}
