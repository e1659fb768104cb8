import { longestLifeSeconds } from '#contract/numbers';
import type { Store } from '../store/store.ts';
import type { Message, VerificationRow } from '../store/types.ts';
import { deriveCode } from '../verification/code.ts';
import type { Letter } from './types.ts';

export type LetterDeps = { store: Pick<Store, 'findVerification' | 'listTenants'>; codeKey: Parameters<typeof deriveCode>[0]; now: () => number };

/** What `message` will say, or undefined when nobody waits for it any more: ended, overdue, or followed by a newer code. */
export async function writeLetter({ store, codeKey, now }: LetterDeps, message: Message): Promise<Letter | undefined> {
  const tenant = (await store.listTenants()).find(({ id }) => id === message.tenantId);
  const row = await store.findVerification(message.tenantId, message.verificationId);
  if (!row || !tenant || !isStillWanted(row, message, now())) return undefined;
  return {
    messageId: message.id,
    destination: message.destination,
    code: deriveCode(codeKey, row.id, message.sendNumber),
    tenantName: tenant.name,
    technicianName: row.technicianName,
    ticketNumber: row.ticketNumber,
    action: row.action,
    lifeSeconds: remainingLife(row, now()),
  };
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
