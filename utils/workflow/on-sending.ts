import { isLeft } from './about';
import { chosenCustomer } from './asked';
import { choiceIn } from './choice';
import { begin } from './on-live';
import type { FlowEvent, Step, Trouble } from './state';
import { type FlowOf, go, lookUp, stay } from './step';

type Sending = FlowOf<'sending'>;

export function onSending(flow: Sending, event: FlowEvent): Step {
  if (event.name === 'resumed') return flow.step === 'posting' ? post(flow) : readAgain(flow);
  return flow.step === 'reading_page' ? onReadingPage(flow, event) : onPosting(flow, event);
}

/** Nothing has left yet: any doubt about the page ends here. */
function onReadingPage(flow: Sending, event: FlowEvent): Step {
  if (event.name === 'page_read') {
    return isLeft(flow.about, event.contact) ? lookUp({ contact: event.contact }, undefined, { code: 'page_changed' }) : stay(flow);
  }
  if (!belongs(flow, event)) return stay(flow);
  if (event.name === 'page_confirmed') return post(flow);
  if (event.name === 'page_differs') return backToReady(flow, event.trouble);
  return stay(flow);
}

function onPosting(flow: Sending, event: FlowEvent): Step {
  if (!belongs(flow, event)) return stay(flow);
  if (event.name === 'started') return begin(flow.about, flow.options, event.received);
  if (event.name === 'start_refused') return refused(flow, event.trouble);
  if (event.name === 'start_lost') return go({ name: 'send_lost', about: flow.about, options: flow.options, request: flow.request, trouble: event.trouble });
  return stay(flow);
}

/** It may have been sent: it is repeated with its old key or left alone, never sent anew. */
export function onSendLost(flow: FlowOf<'send_lost'>, event: FlowEvent): Step {
  if (event.name === 'started' && belongs(flow, event)) return begin(flow.about, flow.options, event.received);
  if (event.name !== 'intent') return stay(flow);
  if (event.intent.name === 'send_again') return post(flow);
  if (event.intent.name === 'give_up') return lookUp(flow.about, chosenCustomer(flow.options));
  return stay(flow);
}

function post({ about, options, request }: Sending | FlowOf<'send_lost'>): Step {
  return go({ name: 'sending', about, options, request, step: 'posting' }, { name: 'start', about, request });
}

function refused(flow: Sending, trouble: Trouble): Step {
  switch (trouble.code) {
    case 'account_not_found':
    case 'customer_ambiguous':
    case 'company_mismatch':
    case 'match_differs':
    case 'not_connected':
    case 'ticket_unknown':
    case 'ticket_without_contact':
    case 'caller_not_found':
      return go({ name: 'not_found', about: flow.about, trouble });
    case 'verification_live':
      return lookUp(flow.about, flow.request.customerId, trouble);
    // What was offered holds no longer: what is left is asked for.
    case 'daily_limit':
    case 'method_unavailable':
    case 'contact_doubted':
    case 'exception_over':
      return lookUp(flow.about, flow.request.customerId, trouble, choiceIn(flow.request));
    default:
      return backToReady(flow, trouble);
  }
}

function backToReady(flow: Sending, trouble?: Trouble): Step {
  const { about, options, request } = flow;
  return go({ name: 'ready', about, options, last: choiceIn(request), ...(trouble ? { trouble } : {}) });
}

/** Nothing left before the worker died: the page is compared once more, and only then does the same SEND go on. */
function readAgain(flow: Sending): Step {
  const { about, request } = flow;
  return 'contact' in about ? go(flow, { name: 'read_page', contact: about.contact, idempotencyKey: request.idempotencyKey }) : stay(flow);
}

function belongs(flow: Sending | FlowOf<'send_lost'>, event: FlowEvent): boolean {
  return 'idempotencyKey' in event && event.idempotencyKey === flow.request.idempotencyKey;
}
