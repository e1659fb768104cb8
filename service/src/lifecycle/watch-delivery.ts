import { channels } from '#contract/words';
import type { Senders } from '../delivery/types.ts';
import type { Store } from '../store/store.ts';
import type { Pulse } from './pulse.ts';

/** The same store: the outbox worker lives as long as its looks for a message are answered. */
export function watchClaims<S extends Pick<Store, 'claimMessage'>>(store: S, pulse: Pick<Pulse, 'beat'>): S {
  return {
    ...store,
    claimMessage: async (now: number) => {
      const message = await store.claimMessage(now);
      pulse.beat();
      return message;
    },
  };
}

/** The same senders: who waits for a slow provider does not look, and lives all the same. */
export function watchSenders(senders: Senders, pulse: Pick<Pulse, 'during'>): Senders {
  const { push } = senders;
  const watched: Senders = push ? { push: (letter) => pulse.during(() => push(letter)) } : {};
  for (const channel of channels) {
    const send = senders[channel];
    if (send) watched[channel] = (letter) => pulse.during(() => send(letter));
  }
  return watched;
}
