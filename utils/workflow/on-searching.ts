import { isLeft, sameAbout } from './about';
import { askedBy } from './asked';
import { begin } from './on-live';
import { onSearched, pressAboutCaller, searchAgain } from './other-caller';
import type { FlowEvent, Step } from './state';
import { type FlowOf, go, lookUp, stay } from './step';

export function onLookingUp(flow: FlowOf<'looking_up'>, event: FlowEvent): Step {
  switch (event.name) {
    case 'looked_up':
      return answers(flow, event) ? found(flow, event) : stay(flow);
    case 'look_up_failed':
      return answers(flow, event) ? go({ ...askedBy(flow), name: 'not_found', trouble: event.trouble }) : stay(flow);
    case 'resumed':
      return lookUp(flow.about, flow.customerId, flow.trouble, flow.last);
    default:
      return search(flow, event);
  }
}

export function onNotFound(flow: FlowOf<'not_found'>, event: FlowEvent): Step {
  switch (event.name) {
    case 'searched':
    case 'search_failed':
      return onSearched(flow, event);
    case 'resumed':
      return searchAgain(flow);
    case 'intent':
      return pressAboutCaller(flow, event.intent) ?? search(flow, event);
    default:
      return search(flow, event);
  }
}

function search(flow: FlowOf<'looking_up'> | FlowOf<'not_found'>, event: FlowEvent): Step {
  if (event.name === 'page_read') return isLeft(flow.about, event.contact) ? lookUp({ contact: event.contact }) : stay(flow);
  if (event.name === 'intent' && event.intent.name === 'look_up') return lookUp(flow.about, event.intent.customerId ?? flow.customerId);
  return stay(flow);
}

function found(flow: FlowOf<'looking_up'>, event: Extract<FlowEvent, { name: 'looked_up' }>): Step {
  const { about, trouble, last } = flow;
  const { receivedAt } = event;
  const options = { ...event.options, receivedAt };
  if (options.live) return begin(about, options, { verification: options.live, receivedAt });
  return go({ name: 'ready', about, options, ...(trouble ? { trouble } : {}), ...(last ? { last } : {}) });
}

function answers(flow: FlowOf<'looking_up'>, event: Extract<FlowEvent, { name: 'looked_up' | 'look_up_failed' }>): boolean {
  return sameAbout(flow.about, event.about) && flow.customerId === event.customerId;
}
