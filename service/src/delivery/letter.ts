import { longestLifeSeconds } from '#contract/numbers';
import type { DeliveryReason } from '#contract/words';
import type { LetterFacts, Store } from '../store/store.ts';
import type { Account, Message, Phone, VerificationRow } from '../store/types.ts';
import { changedAtOf, destinationOf } from '../verification/availability.ts';
import { deriveCode } from '../verification/code.ts';
import type { CodeLetter, PushLetter, PushPhone } from './types.ts';

export type LetterDeps = { store: Pick<Store, 'readLetter'>; codeKey: Parameters<typeof deriveCode>[0]; now: () => number };

export type Written = { ok: true; letter: CodeLetter | PushLetter } | { ok: false; reason: DeliveryReason };

/**
 * What `message` will say, or why nothing may leave: `interrupted` when nobody waits for it any more (ended, overdue, or
 * followed by a newer code), `destination_changed` when it would go elsewhere than the technician saw, `subscription_gone`
 * when no phone takes notifications.
 */
export async function writeLetter({ store, codeKey, now }: LetterDeps, message: Message): Promise<Written> {
  const facts = await store.readLetter(message.tenantId, message.verificationId);
  if (!facts || !isStillWanted(facts.verification, message, now())) return { ok: false, reason: 'interrupted' };
  return message.method === 'push' ? writePush(facts, message, now()) : writeCode(facts, message, codeKey, now());
}

function writeCode({ verification: row, tenant, account }: LetterFacts, message: Message, codeKey: Uint8Array, now: number): Written {
  const destination = unchangedDestination(account, message);
  if (destination === null) return { ok: false, reason: 'destination_changed' };
  const { technicianName, ticketNumber, action, direction } = row;
  const code = deriveCode(codeKey, row.id, message.sendNumber);
  const letter = { kind: 'code', messageId: message.id, destination, code, tenantName: tenant.name, technicianName, ticketNumber, action, direction } as const;
  return { ok: true, letter: { ...letter, lifeSeconds: remainingLife(row, now) } };
}

/** To the phones that were there at SEND: who adds one meanwhile does not get what was meant for the others. */
function writePush({ verification: row, phones }: LetterFacts, message: Message, now: number): Written {
  const awake = phones.filter(({ createdAt }) => createdAt <= message.createdAt).flatMap(subscriptionOf);
  if (awake.length === 0) return { ok: false, reason: 'subscription_gone' };
  return { ok: true, letter: { kind: 'push', messageId: message.id, verificationId: row.id, phones: awake, lifeSeconds: remainingLife(row, now), deadlineAt: row.expiresAt } };
}

function subscriptionOf({ id, tenantId, accountId, endpoint, p256dh, auth }: Phone): PushPhone[] {
  return endpoint === null || p256dh === null || auth === null ? [] : [{ id, tenantId, accountId, endpoint, p256dh, auth }];
}

/** A code goes where SEND decided that it goes: an address that was changed since then gets none. */
function unchangedDestination(account: Account, { method, createdAt }: Message): string | null {
  return (changedAtOf(account, method) ?? 0) >= createdAt ? null : destinationOf(account, method);
}

function isStillWanted(row: VerificationRow, message: Message, now: number): boolean {
  return row.status === 'pending' && row.sendNumber === message.sendNumber && row.expiresAt > now && remainingLife(row, now) > 0;
}

/** A new code lives its whole life, but nothing lives longer than ten minutes from the first hand-off. */
function remainingLife(row: VerificationRow, now: number): number {
  if (row.firstHandedOverAt === null) return row.lifeSeconds;
  const left = Math.floor((row.firstHandedOverAt - now) / 1000) + longestLifeSeconds;
  return Math.min(row.lifeSeconds, left);
}
