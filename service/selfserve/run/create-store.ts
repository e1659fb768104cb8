import { transition } from '../state/requests.ts';
import type { RequestsEvent } from '../state/requests.ts';
import { atStart } from '../state/phone.ts';
import type { AppState } from '../state/phone.ts';

export type AppStore = {
  read(): AppState;
  change(changes: Partial<AppState>): void;
  /** Passes an event to the machine of requests. */
  tell(event: RequestsEvent): void;
  /** Answers how to stop listening. */
  listen(listener: () => void): () => void;
};

/** The one place where the app's state is. */
export function createStore(): AppStore {
  let state = atStart;
  const listeners = new Set<() => void>();
  const change = (changes: Partial<AppState>) => {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  };
  return {
    read: () => state,
    change,
    tell: (event) => change({ requests: transition(state.requests, event) }),
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
