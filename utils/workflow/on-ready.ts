import { isLeft, sameAbout } from './about';
import { askedBy, chosenCustomer } from './asked';
import { choiceIn, isOffered } from './choice';
import { askSecond, decideException, onException, stopWaiting } from './on-doubted';
import { onSearched, pressAboutCaller, searchAgain } from './other-caller';
import type { FlowEvent, Intent, Ready, SendChoice, SendRequest, Step } from './state';
import { type FlowOf, askOptions, go, lookUp, stay } from './step';

type LookedUp = Extract<FlowEvent, { name: 'looked_up' }>;

export function onReady(flow: Ready, event: FlowEvent): Step {
  switch (event.name) {
    case 'page_read':
      return isLeft(flow.about, event.contact) ? lookUp({ contact: event.contact }, undefined, changed(flow)) : stay(flow);
    case 'looked_up':
      return isAnswer(flow, event) ? refresh(flow, event) : stay(flow);
    case 'exception':
    case 'exception_failed':
      return sameAbout(flow.about, event.about) ? onException(flow, event) : stay(flow);
    case 'searched':
    case 'search_failed':
      return onSearched(flow, event);
    case 'intent':
      return press(flow, event.intent, event.idempotencyKey);
    case 'resumed':
      return resume(flow);
    default:
      return stay(flow);
  }
}

function press(flow: Ready, intent: Intent, idempotencyKey: string): Step {
  switch (intent.name) {
    case 'send':
      return flow.busy ? stay(flow) : send(flow, intent, idempotencyKey);
    // Without a customer a choice that was made is forgotten: the way back from a wrong one.
    case 'look_up':
      return lookUp(flow.about, intent.customerId);
    case 'ask_second':
      return askSecond(flow, intent);
    case 'decide_exception':
      return decideException(flow, intent);
    case 'finish':
      return stopWaiting(flow);
    default:
      return pressAboutCaller(flow, intent) ?? stay(flow);
  }
}

/** Whether a second technician was asked is what the service says; asking twice could make two wishes of one. */
function resume(flow: Ready): Step {
  const { busy, ...idle } = flow;
  const { about, customerId } = askedBy(flow);
  return busy ? go(idle, askOptions(about, customerId)) : searchAgain(flow);
}

function isAnswer({ about, options }: Ready, event: LookedUp): boolean {
  return sameAbout(about, event.about) && event.customerId === chosenCustomer(options) && event.options.now >= options.now;
}

/** Asked once more: what may be offered, and whether a success still counts. Somebody else's SEND is followed like one that was there before. */
function refresh(flow: Ready, { options, receivedAt }: LookedUp): Step {
  if (options.live) return lookUp(flow.about, chosenCustomer(flow.options), flow.trouble, flow.last);
  return go({ ...flow, options: { ...options, receivedAt } });
}

/** A SEND: where a page was read it is read once more before anything leaves. */
export function send(flow: Ready | FlowOf<'ended'>, choice: SendChoice, idempotencyKey: string): Step {
  const { about, options } = flow;
  if (!isOffered(options, choice)) return stay(flow);
  const customerId = chosenCustomer(options);
  const request: SendRequest = { ...choiceIn(choice), idempotencyKey, ...(customerId === undefined ? {} : { customerId }) };
  const sending = { name: 'sending', about, options, request } as const;
  if ('contact' in about) return go({ ...sending, step: 'reading_page' }, { name: 'read_page', contact: about.contact, idempotencyKey });
  return go({ ...sending, step: 'posting' }, { name: 'start', about, request });
}

function changed(flow: Ready) {
  return flow.trouble?.code === 'page_changed' ? flow.trouble : undefined;
}
