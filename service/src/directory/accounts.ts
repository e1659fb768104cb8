import { changedDestinationSeconds, wrongCodesUntilDisabled } from '#contract/numbers';
import { methods } from '#contract/words';
import type { Method } from '#contract/words';
import type { AccountFilter, AddedAccount, NewAccount, Store } from '../store/store.ts';
import type { Account, WrongCodes } from '../store/types.ts';
import { changedAtOf } from '../verification/availability.ts';

export type Deps = { store: Store; now: () => number };

/** An account with what an administrator must know: what was changed too lately to be used, and what wrong codes disabled. */
export type AccountState = { account: Account; changed: { method: Method; at: number }[]; disabled: Method[] };

const pageSize = 200;

export function addAccount({ store, now }: Deps, tenantId: string, account: NewAccount): Promise<AddedAccount> {
  const details = { customer: account.customerName, name: account.name, hasMobile: account.mobile !== null };
  return store.addAccount(tenantId, account, { type: 'account_added', at: now(), technicianId: null, verificationId: null, details });
}

/** The accounts of a tenant page by page: memory stays flat however many there are. */
export async function* readAccountStates({ store, now }: Deps, tenantId: string, filter: AccountFilter): AsyncGenerator<AccountState> {
  for (let afterId = ''; ;) {
    const page = await store.listAccounts(tenantId, filter, afterId, pageSize);
    for (const account of page) yield stateOf(account, await store.listWrongCodes(tenantId, account.id), now());
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    afterId = last.id;
  }
}

/** Lets an account use a method again that wrong codes disabled. False: it was not disabled, and nothing is written. */
export async function reEnable({ store, now }: Deps, { tenantId, id, customerName, name }: Account, method: Method): Promise<boolean> {
  if (!disabledOf(await store.listWrongCodes(tenantId, id)).includes(method)) return false;
  const details = { accountId: id, customer: customerName, name, method };
  return store.clearWrongCodes(tenantId, id, method, { type: 'account_re_enabled', at: now(), technicianId: null, verificationId: null, details });
}

function stateOf(account: Account, wrongCodes: readonly WrongCodes[], now: number): AccountState {
  const changed = methods.flatMap((method) => {
    const at = changedAtOf(account, method);
    return at !== null && now < at + changedDestinationSeconds * 1000 ? [{ method, at }] : [];
  });
  return { account, changed, disabled: disabledOf(wrongCodes) };
}

function disabledOf(wrongCodes: readonly WrongCodes[]): Method[] {
  return wrongCodes.filter(({ count }) => count >= wrongCodesUntilDisabled).map(({ method }) => method);
}
