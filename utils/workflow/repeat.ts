import type { Effect, Live } from './state';

/** The request of the press that is under way. Made from what was noted at the press: made twice, it is the same request. */
export function effectOf(flow: Live): Effect | undefined {
  const id = flow.received.verification.id;
  switch (flow.busy) {
    case 'approve':
    case 'deny':
      return { name: 'decide', id, decision: flow.busy };
    case 'try_code':
      if (flow.pendingCode === undefined || flow.pendingAttempt === undefined) return undefined;
      return { name: 'try_code', id, code: flow.pendingCode, attempt: flow.pendingAttempt };
    case 'resend':
      return flow.pendingAfterSend === undefined ? undefined : { name: 'resend', id, afterSend: flow.pendingAfterSend };
    case 'more_time':
    case 'cancel':
      return { name: flow.busy, id };
    case undefined:
      return undefined;
  }
}
