import type { Store } from '../store/store.ts';
import type { SignedInPhone } from '../store/types.ts';

/** A phone that is open asks every few seconds; when it was last seen needs no more than this. */
const seenEveryMs = 30_000;

/** The phone with this key, which is noted as seen; undefined where none was added, or it was removed. */
export async function findCallingPhone(thumbprint: string, { store, now }: { store: Store; now: () => number }): Promise<SignedInPhone | undefined> {
  const found = await store.findPhone(thumbprint);
  if (!found) return undefined;
  const { phone, tenant } = found;
  const at = now();
  if (phone.lastSeenAt !== null && at < phone.lastSeenAt + seenEveryMs) return found;
  await store.touchPhone(tenant.id, phone.id, at);
  return { ...found, phone: { ...phone, lastSeenAt: at } };
}
