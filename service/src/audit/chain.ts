import * as z from 'zod/mini';
import { InstantSchema } from '../lib/instant.ts';
import { sha256Hex } from '../lib/sha256.ts';
import type { AuditEntry, AuditEvent } from '../store/types.ts';

/** What the first entry of a chain follows. */
export const chainStart = '0'.repeat(64);

/** An entry as far as the next one follows it. */
export type Link = Pick<AuditEntry, 'tenantId' | 'sequence' | 'hash'>;
/** What is wrong, and from which entry on, in words that follow "Entry 3:". */
export type Fault = { sequence: number; text: string };

const BodySchema = z.object({
  sequence: z.int(),
  tenant: z.string(),
  at: InstantSchema,
  type: z.string(),
  technicianId: z.nullable(z.string()),
  verificationId: z.nullable(z.string()),
  details: z.record(z.string(), z.unknown()),
});

/** The entry that follows `previousHash`. The body is the text that is hashed and stored, never rebuilt from its parts. */
export function linkEntry(previousHash: string, sequence: number, event: AuditEvent & { tenantId: string }): AuditEntry {
  const body = `{"sequence":${sequence},${linkTail(event)}`;
  return { tenantId: event.tenantId, sequence, previousHash, body, hash: sha256Hex(`${previousHash}\n${body}`) };
}

/** The body of an entry after its sequence number: a database that numbers the entries itself links them from this. */
export function linkTail({ tenantId, at, type, technicianId, verificationId, details }: AuditEvent & { tenantId: string }): string {
  return JSON.stringify({ tenant: tenantId, at, type, technicianId, verificationId, details }).slice(1);
}

/** What an entry says, or undefined where its text is no entry. */
export function parseBody(text: string): z.infer<typeof BodySchema> | undefined {
  try {
    return BodySchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * The first sequence number that does not stand as it was written, or undefined for a sound chain. `after` is the entry
 * before the first one given; without it the chain must start at 1. A cut tail shows only against a hash kept elsewhere.
 */
export function verifyChain(entries: readonly AuditEntry[], after?: Link): number | undefined {
  let previous = after ?? { tenantId: entries[0]?.tenantId ?? '', sequence: 0, hash: chainStart };
  for (const entry of entries) {
    if (faultOf(previous, entry)) return previous.sequence + 1;
    previous = entry;
  }
  return undefined;
}

/** Why `entry` is not the one that was written after `previous`, or undefined. */
export function faultOf(previous: Link, entry: AuditEntry): Fault | undefined {
  const text = gapBefore(previous, entry) ?? misplaced(previous, entry) ?? unlinked(previous, entry);
  return text === undefined ? undefined : { sequence: previous.sequence + 1, text };
}

function gapBefore(previous: Link, { sequence }: AuditEntry): string | undefined {
  const wanted = previous.sequence + 1;
  if (sequence === wanted) return undefined;
  if (sequence < 1) return `entry ${sequence} stands in the log: the service numbers them from 1, so it was put here.`;
  if (sequence < wanted) return `entry ${sequence} stands here a second time or out of order.`;
  const range = sequence === wanted + 1 ? 'it is missing' : `it and all up to entry ${sequence - 1} are missing`;
  if (previous.sequence === 0) return `${range}: the log begins with entry ${sequence}, and no signed removal says why. Its beginning was cut off.`;
  return `${range}: entry ${previous.sequence} is followed by entry ${sequence}. Something was deleted or moved.`;
}

function misplaced(previous: Link, entry: AuditEntry): string | undefined {
  const body = parseBody(entry.body);
  if (!body) return 'its text is not that of an audit entry. It was changed after it was written.';
  if (body.tenant !== previous.tenantId || entry.tenantId !== previous.tenantId) return 'it was written for another tenant and put here.';
  if (body.sequence !== entry.sequence) return `its text says that it is entry ${body.sequence}. Something was inserted or deleted before it, or it was moved.`;
  return undefined;
}

function unlinked(previous: Link, entry: AuditEntry): string | undefined {
  if (entry.hash !== sha256Hex(`${entry.previousHash}\n${entry.body}`)) return 'its hash does not fit its text. One of them was changed after it was written.';
  if (entry.previousHash === previous.hash) return undefined;
  if (previous.sequence === 0) return 'it was written to follow another entry, and there is none. The beginning of the log was changed.';
  return `it was written to follow another entry ${previous.sequence} than the one that is there. One of the two was changed and given a new hash.`;
}

/** What a ticket note carries: which entry, and enough of its hash that the entry cannot be another one. */
export function receiptOf(entry: Pick<AuditEntry, 'sequence' | 'hash'>): string {
  return `CS-${entry.sequence}-${entry.hash.slice(0, 32)}`;
}
