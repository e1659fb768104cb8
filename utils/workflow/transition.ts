import { onEnded } from './on-ended';
import { onLive } from './on-live';
import { onLookingUp, onNotFound } from './on-searching';
import { onReady } from './on-ready';
import { onSending, onSendLost } from './on-sending';
import type { Flow, FlowEvent, Step } from './state';

/** What follows from `event`. Pure and total: a combination that means nothing changes nothing. */
export function transition(flow: Flow, event: FlowEvent): Step {
  switch (flow.name) {
    case 'looking_up':
      return onLookingUp(flow, event);
    case 'not_found':
      return onNotFound(flow, event);
    case 'ready':
      return onReady(flow, event);
    case 'sending':
      return onSending(flow, event);
    case 'send_lost':
      return onSendLost(flow, event);
    case 'live':
      return onLive(flow, event);
    case 'ended':
      return onEnded(flow, event);
  }
}
