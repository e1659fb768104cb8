import { AsyncLocalStorage } from 'node:async_hooks';
import type { Store } from '../../../service/src/store/store.ts';
import type { Verifications } from '../../../service/src/verification/types.ts';

type Call = (...parameters: unknown[]) => Promise<unknown>;
type Decide = (facts: unknown) => unknown;

/** The store's methods that carry out a plan. */
const writes: ReadonlySet<string> = new Set(['start', 'change', 'resend'] satisfies (keyof Store)[]);

/**
 * Watches the writes of a service from inside and calls `kill` at one of them: `before decide`, `during decide` (the plan is
 * made, nothing is committed), `after decide` (committed, nobody knows). What a write is called is what asked for it.
 */
export function createKillSwitch(kill: () => void) {
  const asking = new AsyncLocalStorage<string>();
  let armed = '';
  let messageWaits = false;
  const reach = (step: string) => void (step === armed && kill());

  function watchWrite(name: string, write: Call): Call {
    return async (...parameters) => {
      const operation = name === 'change' ? asking.getStore() ?? name : name;
      reach(`before ${operation}`);
      const result = await write(...parameters.map((one) => (typeof one === 'function' ? watchDecide(operation, one as Decide) : one)));
      messageWaits ||= operation === 'start' || operation === 'resend';
      reach(`after ${operation}`);
      return result;
    };
  }

  function watchDecide(operation: string, decide: Decide): Decide {
    return (facts) => {
      const plan = decide(facts);
      reach(`during ${operation}`);
      return plan;
    };
  }

  /** Looking into an empty outbox is no step. */
  function watchClaim(claim: Call): Call {
    return async (now) => {
      if (messageWaits) reach('before claimMessage');
      const message = await claim(now);
      if (message) reach('after claimMessage');
      return message;
    };
  }

  return {
    arm: (step: string) => void (armed = step),
    watchStore: (store: Store): Store => wrap(store, (name, call) => {
      if (name === 'claimMessage') return watchClaim(call);
      return writes.has(name) ? watchWrite(name, call) : call;
    }),
    watchVerifications: (verifications: Verifications): Verifications =>
      wrap(verifications, (name, call) => (...parameters) => asking.run(name, () => call(...parameters))),
  };
}

function wrap<T extends object>(target: T, around: (name: string, call: Call) => Call): T {
  return new Proxy(target, {
    get(_, name) {
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? around(String(name), member.bind(target) as Call) : member;
    },
  });
}
