import type { ContactOptions } from '#contract/verification';
import { choiceIn, isOffered } from './choice';
import { sameContact } from './contact';
import type { FlowEvent, SendChoice, SendRequest, Step } from './state';
import { type FlowOf, go, lookUp, stay } from './step';

type LookedUp = Extract<FlowEvent, { name: 'looked_up' }>;

export function onReady(flow: FlowOf<'ready'>, event: FlowEvent): Step {
  if (event.name === 'page_read') return sameContact(event.contact, flow.contact) ? stay(flow) : lookUp(event.contact, undefined, changed(flow));
  if (event.name === 'looked_up') return isAnswer(flow, event) ? refresh(flow, event) : stay(flow);
  if (event.name !== 'intent') return stay(flow);
  if (event.intent.name === 'send') return send(flow, event.intent, event.idempotencyKey);
  // Without a customer a choice that was made is forgotten: the way back from a wrong one.
  if (event.intent.name === 'look_up') return lookUp(flow.contact, event.intent.customerId);
  return stay(flow);
}

function isAnswer({ contact, options }: FlowOf<'ready'>, event: LookedUp): boolean {
  return sameContact(contact, event.contact) && event.customerId === chosenCustomer(options) && event.options.now >= options.now;
}

/** Asked once more: what may be offered, and whether a success still counts. Somebody else's SEND is followed like one that was there before. */
function refresh(flow: FlowOf<'ready'>, { options, receivedAt }: LookedUp): Step {
  if (options.live) return lookUp(flow.contact, chosenCustomer(flow.options), flow.trouble, flow.last);
  return go({ ...flow, options: { ...options, receivedAt } });
}

/** A SEND: the page is read once more before anything leaves. */
export function send(flow: FlowOf<'ready'> | FlowOf<'ended'>, choice: SendChoice, idempotencyKey: string): Step {
  const { contact, options } = flow;
  if (!isOffered(options, choice)) return stay(flow);
  const customerId = chosenCustomer(options);
  const request: SendRequest = { ...choiceIn(choice), idempotencyKey, ...(customerId === undefined ? {} : { customerId }) };
  return go({ name: 'sending', contact, options, request, step: 'reading_page' }, { name: 'read_page', contact, idempotencyKey });
}

/** The customer that the technician chose; none where the ticket's company decided. */
export function chosenCustomer(options: ContactOptions): string | undefined {
  return options.customer.chosen ? options.customer.id : undefined;
}

function changed(flow: FlowOf<'ready'>) {
  return flow.trouble?.code === 'page_changed' ? flow.trouble : undefined;
}
