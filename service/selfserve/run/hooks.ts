import { useEffect, useState } from 'preact/hooks';
import type { Result, Trouble } from '../api/result.ts';
import type { AppState } from '../state/phone.ts';
import type { AppStore } from './create-store.ts';

/** The app's state, as it changes. */
export function useAppState(store: AppStore): AppState {
  const [state, setState] = useState(store.read());
  useEffect(() => {
    setState(store.read());
    return store.listen(() => setState(store.read()));
  }, [store]);
  return state;
}

/** Milliseconds by this phone's clock; while `ticking` the component is drawn again every quarter of a second. */
export function useNow(ticking: boolean, now: () => number): number {
  const [, draw] = useState(0);
  useEffect(() => {
    if (!ticking) return undefined;
    const timer = setInterval(() => draw((count) => count + 1), 250);
    return () => clearInterval(timer);
  }, [ticking]);
  return now();
}

export type Task<T> = { busy: boolean; trouble: Trouble | undefined; done: { value: T } | undefined; run(): void };

/** One question to the service with its outcome; pressed again while it runs, it runs once. */
export function useTask<T>(ask: () => Promise<Result<T>>): Task<T> {
  const [state, setState] = useState<Omit<Task<T>, 'run'>>({ busy: false, trouble: undefined, done: undefined });
  const run = async () => {
    if (state.busy) return;
    setState({ busy: true, trouble: undefined, done: undefined });
    const answer = await ask();
    setState(answer.ok ? { busy: false, trouble: undefined, done: { value: answer.value } } : { busy: false, trouble: answer.trouble, done: undefined });
  };
  return { ...state, run: () => void run() };
}
