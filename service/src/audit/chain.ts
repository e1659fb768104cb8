import { sha256Hex } from '../lib/sha256.ts';
import type { AuditEntry, AuditEvent } from '../store/types.ts';

/** What the first entry of a chain follows. */
export const chainStart = '0'.repeat(64);

/** The entry that follows `previousHash`. The body is the text that is hashed and stored, never rebuilt from its parts. */
export function linkEntry(previousHash: string, sequence: number, event: AuditEvent & { tenantId: string }): AuditEntry {
  const body = `{"sequence":${sequence},${linkTail(event)}`;
  return { tenantId: event.tenantId, sequence, previousHash, body, hash: sha256Hex(`${previousHash}\n${body}`) };
}

/** The body of an entry after its sequence number: a database that numbers the entries itself links them from this. */
export function linkTail({ tenantId, at, type, technicianId, verificationId, details }: AuditEvent & { tenantId: string }): string {
  return JSON.stringify({ tenant: tenantId, at, type, technicianId, verificationId, details }).slice(1);
}

/**
 * The first sequence number that does not stand as it was written, or undefined for a sound chain. `after` is the entry
 * before the first one given; without it the chain must start at 1. A cut tail shows only against a hash kept elsewhere.
 */
export function verifyChain(entries: readonly AuditEntry[], after?: Pick<AuditEntry, 'tenantId' | 'sequence' | 'hash'>): number | undefined {
  let previous = after ?? { tenantId: entries[0]?.tenantId ?? '', sequence: 0, hash: chainStart };
  for (const entry of entries) {
    if (!follows(previous, entry)) return previous.sequence + 1;
    previous = entry;
  }
  return undefined;
}

function follows(previous: Pick<AuditEntry, 'tenantId' | 'sequence' | 'hash'>, entry: AuditEntry): boolean {
  if (entry.tenantId !== previous.tenantId || entry.sequence !== previous.sequence + 1) return false;
  if (entry.previousHash !== previous.hash || entry.hash !== sha256Hex(`${previous.hash}\n${entry.body}`)) return false;
  const body = parseBody(entry.body);
  return body?.sequence === entry.sequence && body?.tenant === entry.tenantId;
}

function parseBody(text: string): Record<string, unknown> | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** What a ticket note carries: which entry, and enough of its hash that the entry cannot be another one. */
export function receiptOf(entry: Pick<AuditEntry, 'sequence' | 'hash'>): string {
  return `CS-${entry.sequence}-${entry.hash.slice(0, 32)}`;
}
