import type { ReceiptChecked } from '#contract/receipt';
import { checkReceipt, describeEntry, parseReceipt, receiptForm } from '../audit/check-receipt.ts';
import type { PublicKeys } from '../audit/statements.ts';
import type { Handlers } from '../http/handler.ts';
import { attemptsWindowMs, tooManyAttempts } from '../lib/attempts.ts';
import type { Store } from '../store/store.ts';

type ReceiptRoutes = Pick<Handlers, 'checkReceipt'>;
type Deps = { store: Store; now: () => number; readKeys: () => Promise<PublicKeys> };

/** Each reads a part of the log up to the next checkpoint. */
const mostChecks = 60;

/** What a receipt stands for, in the log of whoever asks and in no other. */
export function createReceiptRoutes({ store, now, readKeys }: Deps): ReceiptRoutes {
  return {
    checkReceipt: async ({ who, body }) => {
      if (!(await store.takeAttempt(`receipt ${who.technician.id}`, mostChecks, attemptsWindowMs, now()))) return tooManyAttempts;
      return { ok: true, value: await check({ store, readKeys }, who.tenant.id, body.receipt) };
    },
  };
}

async function check({ store, readKeys }: Omit<Deps, 'now'>, tenantId: string, text: string): Promise<ReceiptChecked> {
  const receipt = parseReceipt(text);
  if (!receipt) return standsNot(receiptForm);
  const checked = await checkReceipt(store, tenantId, receipt, await readKeys());
  if (!checked.ok) return standsNot(checked.why);
  return { stands: true, why: null, lines: await describeEntry(store, checked.entry), isVouchedFor: checked.checkpoint !== undefined };
}

function standsNot(why: string): ReceiptChecked {
  return { stands: false, why, lines: [], isVouchedFor: false };
}
