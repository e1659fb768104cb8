import type { Store } from '../../store/store.ts';
import type { PersonRecord } from '../types.ts';
import type { Placed } from './plan-contact.ts';

type Gone = Placed & { contactId: number; name: string; company: string };

const largestId = 2_147_483_647;
const listed = 1000;

/** Accounts whose contacts a full list would have named after `afterId` and up to the end of `people`, and did not: they were deleted, or merged into others. They are only reported. No people: it was the end of the list. */
export async function findGone(store: Pick<Store, 'listMatched'>, tenantId: string, afterId: number, people: readonly PersonRecord[]): Promise<Gone[]> {
  const upTo = people.at(-1)?.id ?? largestId;
  const named = new Set(people.map(({ id }) => id));
  const gone: Gone[] = [];
  for (let after = afterId; ;) {
    const page = await store.listMatched(tenantId, { after, upTo }, listed);
    for (const account of page) {
      const { contactId, name, customerName: company } = account;
      if (contactId !== null && !named.has(contactId)) gone.push({ placements: ['gone'], account, reason: 'ConnectWise does not list this contact any more', contactId, name, company });
    }
    const last = page.at(-1)?.contactId;
    if (!last || page.length < listed) return gone;
    after = last;
  }
}
