import type { PageContact } from '#contract/verification';
import type { Effect, Flow, SendChoice, Step, Trouble } from './state';

/** The flow named so. */
export type FlowOf<Name extends Flow['name']> = Extract<Flow, { name: Name }>;

export function stay(flow: Flow): Step {
  return { flow, effects: [] };
}

export function go(flow: Flow, ...effects: Effect[]): Step {
  return { flow, effects };
}

/** Asks the service what may be offered for `contact`. */
export function askOptions(contact: PageContact, customerId?: string): Extract<Effect, { name: 'look_up' }> {
  return { name: 'look_up', contact, ...(customerId === undefined ? {} : { customerId }) };
}

/** Asks the service anew what may be offered for `contact`, and shows nothing else meanwhile. `last`: what was chosen, to stand there again. */
export function lookUp(contact: PageContact, customerId?: string, trouble?: Trouble, last?: SendChoice): Step {
  const asked = { contact, ...(customerId === undefined ? {} : { customerId }) };
  return go({ name: 'looking_up', ...asked, ...(trouble ? { trouble } : {}), ...(last ? { last } : {}) }, askOptions(contact, customerId));
}
