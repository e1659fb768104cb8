import { askedBy } from './asked';
import { doubtsOf } from './doubts';
import type { FlowEvent, Intent, Ready, Step, Trouble } from './state';
import { askOptions, go, stay } from './step';

type IntentOf<Name extends Intent['name']> = Extract<Intent, { name: Name }>;
type ExceptionEvent = Extract<FlowEvent, { name: 'exception' | 'exception_failed' }>;

/** The technician wants to go on in spite of all that speaks against the contact. */
export function askSecond(flow: Ready, { reason }: IntentOf<'ask_second'>): Step {
  const doubts = doubtsOf(flow.options);
  if (flow.busy || doubts.length === 0) return stay(flow);
  const { trouble: _old, left: _left, ...asking } = flow;
  return go({ ...asking, busy: 'ask' }, { name: 'ask_exception', ...askedBy(flow), doubts, reason });
}

/** The second technician answers what the first one asked for, and nothing else: not what has taken its place meanwhile. */
export function decideException(flow: Ready, { exceptionId, decision }: IntentOf<'decide_exception'>): Step {
  const { exception } = flow.options;
  if (flow.busy || exception?.id !== exceptionId || exception.yours || exception.state !== 'asked') return stay(flow);
  const { trouble: _old, ...deciding } = flow;
  return go({ ...deciding, busy: decision }, { name: 'decide_exception', about: flow.about, exceptionId, decision });
}

/** What was asked for runs out by itself; a second technician may still answer it. */
export function stopWaiting(flow: Ready): Step {
  const { exception } = flow.options;
  return exception?.yours && exception.state === 'asked' && flow.left !== exception.id ? go({ ...flow, left: exception.id }) : stay(flow);
}

/** Whatever came of it, what holds now is asked for. */
export function onException(flow: Ready, event: ExceptionEvent): Step {
  const { busy, ...idle } = flow;
  if (!busy) return stay(flow);
  const next = event.name === 'exception' ? { ...idle, options: { ...flow.options, exception: event.exception } } : withTrouble(idle, event.trouble);
  const { about, customerId } = askedBy(flow);
  return go(next, askOptions(about, customerId));
}

/** What somebody else has answered meanwhile needs no words of its own: it will stand there. */
function withTrouble(flow: Ready, trouble: Trouble): Ready {
  return trouble.code === 'already_ended' ? flow : { ...flow, trouble };
}
