import type { PodStatus } from '../messages/answer';
import { sameContact } from '../workflow/contact';
import type { Snapshot } from '../workflow/snapshot';
import { keyOf } from './tabs';

/** The little that the pod in a tab may show. A result counts only for the contact that the page still names. */
export function podStatusOf(snapshot: Snapshot, tabId: number): PodStatus {
  const view = snapshot.tabs[tabId];
  const key = keyOf(view);
  if (!view || key === undefined) return 'none';
  const flow = snapshot.flows[key];
  switch (flow?.name) {
    case 'sending':
    case 'send_lost':
      return 'sending';
    case 'live':
      return 'waiting';
    case 'ended':
      if (view.kind !== 'ticket' || !sameContact(view.contact, flow.contact)) return 'unverified';
      return flow.received.verification.status === 'approved' ? 'verified' : 'not_verified';
    default:
      return 'unverified';
  }
}
