import { connectwiseSeconds } from '#contract/numbers';
import { fail } from '../connectwise/problem-of.ts';
import type { Asked, Connectwise } from '../connectwise/types.ts';
import { TooSlow, within } from '../lib/within.ts';

export type TechnicianAsking = Pick<Connectwise, 'readTicket' | 'readContact' | 'searchContacts'>;

/** ConnectWise for one request of a technician's, who waits: what comes after `connectwiseSeconds` from now, all questions together, is no answer. */
export function inTime(connectwise: TechnicianAsking): TechnicianAsking {
  const endsAt = performance.now() + connectwiseSeconds * 1000;
  const hurry = async <T>(asked: Promise<Asked<T>>): Promise<Asked<T>> => {
    try {
      return await within(Math.max(0, endsAt - performance.now()), asked);
    } catch (error) {
      if (error instanceof TooSlow) return fail('unreachable');
      throw error;
    }
  };
  return {
    readTicket: (...given) => hurry(connectwise.readTicket(...given)),
    readContact: (...given) => hurry(connectwise.readContact(...given)),
    searchContacts: (...given) => hurry(connectwise.searchContacts(...given)),
  };
}
