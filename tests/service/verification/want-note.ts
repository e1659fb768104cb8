import type { NotePolicy } from '#contract/connectwise';
import type { Store } from '../../../service/src/store/store.ts';

/** Has a pending verification ask for its ticket note as `notePolicy` says, whatever its SEND had of policy and connection. */
export async function wantNote({ store, tenant }: { store: Store; tenant: { id: string } }, id: string, notePolicy: NotePolicy = 'all'): Promise<void> {
  await store.change(tenant.id, id, ({ verification }) => ({ result: undefined, verification: { ...verification, notePolicy }, audit: [] }));
}
