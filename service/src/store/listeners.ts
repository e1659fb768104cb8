import type { Change } from './store.ts';

type Listener = (change: Change) => void;
export type Listeners = ReturnType<typeof createListeners>;

/** Who wants to know of changes in this process. */
export function createListeners() {
  const listeners = new Set<Listener>();
  return {
    add: (listener: Listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (change: Change) => {
      for (const listener of listeners) listener(change);
    },
  };
}
