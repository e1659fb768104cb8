import { Unavailable } from '../lib/guard-store.ts';

/** Remembers proofs by the bucket of their nonce, which bounds how long a replay could be accepted. */
export type SeenProofs = { remember(bucket: number, oldest: number, proof: string): boolean };

/** Bounded: a full memory refuses new proofs instead of forgetting old ones. */
export function createSeenProofs(mostPerBucket = 200_000): SeenProofs {
  const buckets = new Map<number, Set<string>>();
  return {
    remember(bucket, oldest, proof) {
      for (const number of buckets.keys()) if (number < oldest) buckets.delete(number);
      const seen = buckets.get(bucket) ?? new Set<string>();
      buckets.set(bucket, seen);
      if (seen.has(proof)) return false;
      if (seen.size >= mostPerBucket) throw new Unavailable('Too many proofs within a minute.');
      seen.add(proof);
      return true;
    },
  };
}
