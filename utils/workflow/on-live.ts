import { type LifecycleEvent, isEnded, nextStatus, situationOf } from '#contract/lifecycle';
import { triesPerVerification } from '#contract/numbers';
import type { Verification } from '#contract/verification';
import { end } from './on-ended';
import { effectOf } from './repeat';
import type { About, FlowEvent, Intent, Live, Offered, Received, Step } from './state';
import { go, lookUp, stay } from './step';

const sixDigits = /^\d{6}$/;

/** Follows a verification that the service reported, by whomever it was started. */
export function begin(about: About, options: Offered, received: Received): Step {
  if (isEnded(received.verification.status)) return end(about, options, received);
  return go({ name: 'live', about, options, received, connected: false }, { name: 'watch', id: received.verification.id });
}

export function onLive(flow: Live, event: FlowEvent): Step {
  switch (event.name) {
    case 'intent':
      return press(flow, event.intent);
    case 'verification':
      return accept(flow, event.received, { ...flow, connected: true });
    case 'answered':
      return accept(flow, event.received, idle(flow));
    case 'intent_failed':
      return event.id === idOf(flow) ? failed(flow, event) : stay(flow);
    case 'stream_lost':
      return event.id === idOf(flow) ? lost(flow, event) : stay(flow);
    case 'resumed':
      return resume(flow);
    default:
      return stay(flow); // a page that changes meanwhile does not change whom this one is about
  }
}

function press(flow: Live, intent: Intent): Step {
  const busy = allowed(flow, intent);
  if (!busy) return stay(flow);
  const { trouble: _old, ...next } = busy;
  const effect = effectOf(next);
  return effect ? go(next, effect) : stay(flow);
}

/** The flow with the press noted, or undefined where the press is not possible. */
function allowed(flow: Live, intent: Intent): Live | undefined {
  const seen = flow.received.verification;
  if (!seen.yours || flow.busy !== undefined) return undefined;
  switch (intent.name) {
    case 'approve':
      return mayDo(seen, 'approve') ? { ...flow, busy: 'approve' } : undefined;
    case 'deny':
    case 'cancel':
      return { ...flow, busy: intent.name };
    case 'more_time':
      return seen.canExtend ? { ...flow, busy: 'more_time' } : undefined;
    case 'resend':
      return seen.resendAt === null ? undefined : { ...flow, busy: 'resend', pendingAfterSend: seen.sendNumber };
    case 'try_code':
      if (!mayDo(seen, 'code_matched') || seen.triesLeft < 1 || !sixDigits.test(intent.code)) return undefined;
      return { ...flow, busy: 'try_code', pendingCode: intent.code, pendingAttempt: triesPerVerification - seen.triesLeft + 1 };
    default:
      return undefined;
  }
}

/** The service's own rule: with a push, nothing is compared before the phone has answered. */
function mayDo(seen: Verification, event: LifecycleEvent): boolean {
  return nextStatus(seen.status, event, situationOf(seen)) !== undefined;
}

/** Takes over what the service says, unless it is about another verification or older than what is known. */
function accept(flow: Live, received: Received, next: Live): Step {
  const { verification } = received;
  if (verification.id !== idOf(flow)) return stay(flow);
  const newest = verification.now >= flow.received.verification.now ? received : flow.received;
  if (isEnded(newest.verification.status)) return end(flow.about, flow.options, newest);
  return go({ ...next, received: newest });
}

function failed(flow: Live, event: Extract<FlowEvent, { name: 'intent_failed' }>): Step {
  return go({ ...idle(flow), trouble: event.trouble }, { name: 'watch', id: idOf(flow) });
}

function lost(flow: Live, event: Extract<FlowEvent, { name: 'stream_lost' }>): Step {
  if (event.trouble?.code === 'not_found') return lookUp(flow.about, undefined, event.trouble);
  return go({ ...flow, connected: false });
}

/** The answer to a press may have been lost with the worker: it is asked again, as the same press. */
function resume(flow: Live): Step {
  const next = { ...flow, connected: false };
  const effect = effectOf(next);
  const watch = { name: 'watch', id: idOf(flow) } as const;
  return effect ? go(next, watch, effect) : go(next, watch);
}

function idle(flow: Live): Live {
  const { name, about, options, received, connected } = flow;
  return { name, about, options, received, connected };
}

function idOf(flow: Live): string {
  return flow.received.verification.id;
}
