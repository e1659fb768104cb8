import type { Effect, FlowEvent } from '../workflow/state';
import { transition } from '../workflow/transition';
import type { Ledger } from './ledger';

/** Feeds an event to the flow of a ticket; answers whether it changed anything. */
export type Dispatch = (key: string, event: FlowEvent) => Promise<boolean>;

/** Effects run only after the state that asks for them is stored: a worker killed in between repeats them, never loses them. */
export function createDispatch(ledger: Ledger, run: (key: string, effect: Effect) => void): Dispatch {
  return async function dispatch(key, event) {
    let effects: Effect[] = [];
    const changed = await ledger.change((snapshot) => {
      const flow = snapshot.flows[key];
      if (!flow) return snapshot;
      const step = transition(flow, event);
      effects = step.effects;
      return step.flow === flow ? snapshot : { ...snapshot, flows: { ...snapshot.flows, [key]: step.flow } };
    });
    for (const effect of effects) run(key, effect);
    return changed || effects.length > 0;
  };
}
