import type { Store } from '../store/store.ts';

/** The service cannot answer now, through no fault of the request. */
export class Unavailable extends Error {
  override name = 'Unavailable';
}

const isNoPromise: ReadonlySet<string | symbol> = new Set(['onChange', 'backup'] satisfies (keyof Store)[]);

/** The same store, whose failures are told apart from mistakes in a `decide` that it runs. */
export function guardStore(store: Store): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return isNoPromise.has(name) ? member.bind(target) : guardCall(member.bind(target));
    },
  });
}

function guardCall(call: (...parameters: unknown[]) => Promise<unknown>) {
  return async (...parameters: unknown[]): Promise<unknown> => {
    const own: unknown[] = [];
    const watched = parameters.map((parameter) => (typeof parameter === 'function' ? watch(parameter as Decide, own) : parameter));
    try {
      return await call(...watched);
    } catch (error) {
      throw own.includes(error) ? error : new Unavailable('The store failed.', { cause: error });
    }
  };
}

type Decide = (...facts: unknown[]) => unknown;

function watch(decide: Decide, thrown: unknown[]): Decide {
  return (...facts) => {
    try {
      return decide(...facts);
    } catch (error) {
      thrown.push(error);
      throw error;
    }
  };
}
