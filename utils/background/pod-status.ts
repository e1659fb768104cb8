import type { PodAnswer } from '../messages/answer';
import { isOnPage } from '../workflow/about';
import type { Snapshot } from '../workflow/snapshot';
import type { Flow } from '../workflow/state';
import { standingOf } from '../workflow/verified';
import { keyOf } from '../workflow/in-front';

/** The little that the pod in a tab may show. A result counts only for the contact that the page still names, not for another caller, and only for its time. */
export function podStatusOf(snapshot: Snapshot, tabId: number, now: number): Omit<PodAnswer, 'tabId'> {
  const view = snapshot.tabs[tabId];
  const key = keyOf(view);
  if (!view || key === undefined) return { status: 'none' };
  const flow = snapshot.flows[key];
  switch (flow?.name) {
    case 'sending':
    case 'send_lost':
      return { status: 'sending' };
    case 'live':
      return { status: 'waiting' };
    case 'ready':
    case 'ended':
      return view.kind === 'ticket' && !flow.about.caller && isOnPage(flow.about, view.contact) ? ofContact(flow, now) : { status: 'unverified' };
    default:
      return { status: 'unverified' };
  }
}

function ofContact(flow: Flow, now: number): Omit<PodAnswer, 'tabId'> {
  const standing = standingOf(flow, now);
  if (standing) {
    const { method, check, agoMs, leftMs } = standing;
    return { status: 'verified', verified: { method, check, agoMs, leftMs } };
  }
  const failed = flow.name === 'ended' && flow.received.verification.status !== 'approved';
  return { status: failed ? 'not_verified' : 'unverified' };
}
