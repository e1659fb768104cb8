import { randomUUID } from 'node:crypto';
import { channels } from '#contract/words';
import type { Channel } from '#contract/words';
import { newNotice } from '../delivery/notice-content.ts';
import { Told } from '../lib/told.ts';
import type { AccountPlan } from '../store/store.ts';
import type { Account, AuditEvent, Notice } from '../store/types.ts';
import { destinationOf } from '../verification/availability.ts';
import { maskDestination } from '../verification/mask.ts';
import type { Deps } from './accounts.ts';

/** What an administrator wants otherwise; a mobile number of null takes it away. */
export type AccountChange = { name?: string; email?: string; mobile?: string | null };
/** One thing that is otherwise now; a destination is masked, null is none. */
type Difference = { from: string | null; to: string | null };
export type Changed = { at: number; name?: Difference; sms?: Difference; email?: Difference; told: string[] };

/** Changes an account, and has everybody told who held one of its destinations. Throws `Told` where another account has the address. */
export async function changeAccount({ store, now }: Deps, account: Account, change: AccountChange): Promise<Changed> {
  const { tenantId, id, customerId } = account;
  try {
    const changed = await store.changeAccount(tenantId, id, (current) => planChange(current, change, now(), randomUUID));
    if (!changed) throw new Told('The account is not there any more: run account list.');
    return changed;
  } catch (error) {
    const { email } = change;
    const [holder] = email === undefined ? [] : await store.listAccounts(tenantId, { customerId, email }, '', 1);
    if (!holder || holder.id === id) throw error;
    throw new Told(`${holder.name} of ${holder.customerName} has this address already: nothing was changed. Give that account another address first.`);
  }
}

/** What `change` means for `account`. Every destination it had is told of every destination that changes; no change plans nothing. */
export function planChange(account: Account, change: AccountChange, now: number, newId: () => string): AccountPlan<Changed> {
  const next = { ...account, ...change };
  const moved = channels.filter((method) => destinationOf(next, method) !== destinationOf(account, method));
  const differences = findDifferences(account, next, moved);
  if (Object.keys(differences).length === 0) return { result: { at: now, told: [] }, notices: [], audit: [] };
  const notices = moved.flatMap((channel) => channels.flatMap((method) => noticesBy(method, { account, channel, now, newId })));
  const told = [...new Set(notices.map(({ method, destination }) => maskDestination(method, destination ?? '')))];
  return { result: { at: now, ...differences, told }, account: stamp(next, moved, now), notices, audit: [eventOf(account, differences, now)] };
}

function findDifferences(account: Account, next: Account, moved: readonly Channel[]): Partial<Record<Channel | 'name', Difference>> {
  const masked = (of: Account, method: Channel) => {
    const destination = destinationOf(of, method);
    return destination === null ? null : maskDestination(method, destination);
  };
  const destinations = moved.map((method) => [method, { from: masked(account, method), to: masked(next, method) }]);
  return { ...(next.name !== account.name && { name: { from: account.name, to: next.name } }), ...Object.fromEntries(destinations) };
}

function stamp(next: Account, moved: readonly Channel[], now: number): Account {
  return {
    ...next,
    emailChangedAt: moved.includes('email') ? now : next.emailChangedAt,
    mobileChangedAt: moved.includes('sms') ? now : next.mobileChangedAt,
  };
}

function noticesBy(method: Channel, about: { account: Account; channel: Channel; now: number; newId: () => string }): Notice[] {
  const { account, channel, now, newId } = about;
  const destination = destinationOf(account, method);
  if (destination === null) return [];
  const to = { id: newId(), tenantId: account.tenantId, accountId: account.id, method, destination };
  return [newNotice(to, { kind: 'destination_changed', details: { channel } }, now)];
}

function eventOf({ id, customerName, name }: Account, changes: Record<string, unknown>, now: number): AuditEvent {
  return { type: 'account_changed', at: now, technicianId: null, verificationId: null, details: { accountId: id, customer: customerName, name, changes } };
}
