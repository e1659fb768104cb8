import type { Method } from '#contract/words';
import { ticketKey, type Snapshot } from '../workflow/snapshot';
import { podStatusOf } from './pod-status';

/** What the toolbar button of a tab says: a few characters, and the same in words. */
export type Badge = { text: string; colour: string; title: string };

const good = '#17693a';
const bad = '#a3261c';
const plain = '#4a5a58';
const name = 'Countersign';

export const noBadge: Badge = { text: '', colour: plain, title: name };

const methodWords: Record<Method, string> = { push: 'push', sms: 'SMS', email: 'e-mail' };
const minuteMs = 60_000;

/** As coarse as the pod: whoever looks over the shoulder sees it too. A verification that its technician cancelled is none. */
export function badgeOf(snapshot: Snapshot, tabId: number, now: number): Badge {
  const { status, verified } = podStatusOf(snapshot, tabId, now);
  switch (status) {
    case 'sending':
    case 'waiting':
      return { text: '…', colour: plain, title: `${name}: waiting` };
    case 'verified': {
      if (!verified) return noBadge;
      const [ago, left] = [Math.floor(verified.agoMs / minuteMs), Math.ceil(verified.leftMs / minuteMs)];
      const when = ago === 0 ? 'just now' : `${ago} min ago`;
      return { text: `✓${left}`, colour: good, title: `${name}: verified ${when} by ${methodWords[verified.method]}, ${left} min left` };
    }
    case 'not_verified':
      return wasCancelled(snapshot, tabId) ? noBadge : { text: '!', colour: bad, title: `${name}: not verified` };
    default:
      return noBadge;
  }
}

function wasCancelled({ tabs, flows }: Snapshot, tabId: number): boolean {
  const view = tabs[tabId];
  const flow = view?.kind === 'ticket' ? flows[ticketKey(view.contact.ticket)] : undefined;
  return flow?.name === 'ended' && flow.received.verification.status === 'cancelled';
}
