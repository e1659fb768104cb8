import type { About, Effect, Flow, SendChoice, Step, Trouble } from './state';

/** The flow named so. */
export type FlowOf<Name extends Flow['name']> = Extract<Flow, { name: Name }>;

export function stay(flow: Flow): Step {
  return { flow, effects: [] };
}

export function go(flow: Flow, ...effects: Effect[]): Step {
  return { flow, effects };
}

/** Asks the service what may be offered for whom it is `about`. */
export function askOptions(about: About, customerId?: string): Extract<Effect, { name: 'look_up' }> {
  return { name: 'look_up', about, ...(customerId === undefined ? {} : { customerId }) };
}

/** Asks the service anew what may be offered, and shows nothing else meanwhile. `last`: what was chosen, to stand there again. */
export function lookUp(about: About, customerId?: string, trouble?: Trouble, last?: SendChoice): Step {
  const asked = { about, ...(customerId === undefined ? {} : { customerId }) };
  return go({ name: 'looking_up', ...asked, ...(trouble ? { trouble } : {}), ...(last ? { last } : {}) }, askOptions(about, customerId));
}
