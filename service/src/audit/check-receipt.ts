import type { Store } from '../store/store.ts';
import type { AuditEntry, AuditEvent, Statement } from '../store/types.ts';
import { parseBody, receiptOf } from './chain.ts';
import { judgeEntries } from './judge-entries.ts';
import { judgeStatements, timeOf } from './judge-statements.ts';
import { readEntries, readStatements } from './read-log.ts';
import { openStatements } from './statements.ts';
import type { Claim, Opened, PublicKeys } from './statements.ts';

export type Receipt = { sequence: number; text: string };
export type ReceiptChecked = { ok: true; entry: AuditEntry; checkpoint: Claim | undefined } | { ok: false; why: string };

/** Said of what is no receipt. */
export const receiptForm = 'A receipt reads CS-, the number of an entry, - and 32 letters and digits.';

/** The entry that a receipt names, or undefined where it is none. */
export function parseReceipt(text: string): Receipt | undefined {
  const found = /^CS-(?<sequence>[1-9]\d{0,14})-(?<start>[0-9a-f]{32})$/i.exec(text.trim())?.groups;
  return found && { sequence: Number(found['sequence']), text: `CS-${found['sequence']}-${found['start']?.toLowerCase()}` };
}

/** Whether the receipt's entry stands in the tenant's log as it was written, and which checkpoint vouches for it. */
export async function checkReceipt(store: Pick<Store, 'listAudit' | 'listStatements' | 'listExplanations'>, tenantId: string, receipt: Receipt, keys: PublicKeys): Promise<ReceiptChecked> {
  const { sequence } = receipt;
  const [found] = await store.listAudit(tenantId, sequence, 1);
  const entry = found?.sequence === sequence ? found : undefined;
  const { bySequence, removals } = await judgeStatements({ tenantId, kept: readAbout(store, tenantId, entry, keys), outside: undefined });
  if (!entry) return { ok: false, why: whyAbsent(sequence, removals) };
  if (receiptOf(entry) !== receipt.text) return { ok: false, why: `Entry ${sequence} has another hash: the receipt belongs to another log, or the entry was changed.` };
  const next = [...bySequence.keys()].filter((one) => one >= sequence).reduce((least, one) => Math.min(least, one), Infinity);
  const after = { tenantId, sequence: sequence - 1, hash: entry.previousHash };
  const part = upTo(readEntries(store, tenantId, sequence), next === Infinity ? sequence : next);
  const { fault, last, vouchedBy } = await judgeEntries({ tenantId, entries: part, vouchers: { bySequence, removals }, after });
  if (fault) return { ok: false, why: `The log does not stand as it was written. Entry ${fault.sequence}: ${fault.text}` };
  if (next !== Infinity && last.sequence < next) return { ok: false, why: `The log does not stand as it was written: it ends with entry ${last.sequence}, and there is a checkpoint for entry ${next}.` };
  return { ok: true, entry, checkpoint: vouchedBy };
}

/** Clocks of processes that write to one log may differ by so much. */
const clockMarginMs = 3_600_000;

/**
 * The statements that can say something about `entry`: what explains that entries are missing, and the checkpoints since it was written up
 * to the first one that vouches for it and that no restored backup can have made void. A log of years has hundreds of thousands.
 */
async function* readAbout(store: Pick<Store, 'listStatements' | 'listExplanations'>, tenantId: string, entry: AuditEntry | undefined, keys: PublicKeys): AsyncGenerator<{ row: Statement; opened: Opened }> {
  const explanations = await store.listExplanations(tenantId);
  yield* openStatements(explanations, keys);
  if (!entry) return;
  const restoredAt = explanations.reduce((latest, { kind, at }) => (kind === 'restored' ? Math.max(latest, at) : latest), 0);
  const writtenAt = parseBody(entry.body)?.at ?? 0;
  for await (const one of openStatements(readStatements(store, tenantId, writtenAt - clockMarginMs), keys)) {
    yield one;
    const { opened } = one;
    if (opened.ok && opened.claim.kind === 'checkpoint' && opened.claim.sequence >= entry.sequence && opened.claim.at >= restoredAt) return;
  }
}

function whyAbsent(sequence: number, removals: Claim[]): string {
  const removal = removals.find((one) => one.sequence >= sequence);
  return removal
    ? `Entry ${sequence} was removed by retention at ${timeOf(removal.at)}: look for it in an export from before then.`
    : `The log has no entry ${sequence}: the receipt belongs to another log, or the entry was deleted.`;
}

async function* upTo(entries: AsyncIterable<AuditEntry>, last: number): AsyncGenerator<AuditEntry> {
  for await (const entry of entries) {
    if (entry.sequence > last) return;
    yield entry;
    if (entry.sequence === last) return;
  }
}

type Names = Pick<Store, 'listTechnicians' | 'findAccount' | 'findException'>;

/** What an entry says, a line each, in the order of interest: all that a ticket note says too. Names are those of now. */
export async function describeEntry(store: Names, entry: AuditEntry): Promise<string[]> {
  const body = parseBody(entry.body);
  if (!body) return [];
  const { details } = body;
  const { technician, account, second } = await readNames(store, entry.tenantId, body);
  const lines: [string, unknown][] = [
    ['event', body.type], ['because', details['endReason']], ['time', timeOf(body.at)], ['account', account], ['method', details['method']], ['destination', details['destination']],
    ['assurance', Array.isArray(details['assurance']) && details['assurance'].length > 0 ? details['assurance'].join(', ') : null], ['ticket', details['ticketNumber']], ['action', details['action']],
    ['another caller', details['callerReason']], ['technician', technician], ['second technician', second],
  ];
  return lines.flatMap(([name, value]) => (typeof value === 'string' ? [`${name}: ${value}`] : []));
}

async function readNames(store: Names, tenantId: string, { technicianId, details: { accountId, exceptionId } }: AuditEvent): Promise<Record<'technician' | 'account' | 'second', string | null>> {
  const technician = (await store.listTechnicians(tenantId)).find(({ id }) => id === technicianId);
  const account = typeof accountId === 'string' ? await store.findAccount(tenantId, accountId) : undefined;
  const exception = typeof exceptionId === 'string' ? await store.findException(tenantId, exceptionId) : undefined;
  return { technician: technician?.name ?? technicianId, account: account ? `${account.name} of ${account.customerName}` : null, second: exception?.secondName ?? null };
}
