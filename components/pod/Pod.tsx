import type { Check } from '#contract/lifecycle';
import type { Method } from '#contract/words';
import { formatAgo, minutesLeft } from '../clock';
import { methodOf } from '../words';
import './pod.css';

/** The pod can be framed by the page around it: it says how the verification stands and nothing about whom. */
export type PodStatusWord = 'none' | 'waiting' | 'verified' | 'not_verified';
/** How somebody was verified, how long ago, and how much longer it counts. */
export type PodVerified = { method: Method; check: Check; agoMs: number; leftMs: number };

const words: Record<PodStatusWord, string> = {
  none: 'Not verified yet',
  waiting: 'Waiting',
  verified: 'Verified',
  not_verified: 'Not verified',
};

export function Pod({ status, verified, onOpen }: { status: PodStatusWord; verified?: PodVerified | undefined; onOpen: () => void }) {
  return (
    <main class="pod">
      <svg class="pod-mark" viewBox="0 0 24 24" aria-hidden="true">
        <path class="pod-shield" d="M2.5 1.5h19V12c0 5.5-4 9-9.5 11.2C6.5 21 2.5 17.5 2.5 12z" />
        <path class="pod-check" d="m7.3 12 3.5 3.6 6.2-7.4" />
      </svg>
      <button type="button" role="link" class="pod-link" onClick={onOpen}>
        Identity Verification
      </button>
      <span class={`pod-status pod-status-${status}`}>
        {/* Only the word is announced: minutes that pass are not. */}
        <span role="status">{words[status]}</span>
        {status === 'verified' && verified && <Times verified={verified} />}
      </span>
    </main>
  );
}

/** Longer words for a method need a wider column than those of most columns. */
const longestShort = 'Email'.length;

function Times({ verified: { method, check, agoMs, leftMs } }: { verified: PodVerified }) {
  const how = methodOf({ method, codeCheck: check });
  return (
    <>
      <span class="pod-wide"> {formatAgo(agoMs)}</span>
      <span class={how.length > longestShort ? 'pod-wider' : 'pod-wide'}>, {how}</span>, {minutesLeft(leftMs)}
    </>
  );
}
