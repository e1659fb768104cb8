import type { PageContact } from '#contract/verification';
import { sha256Hex } from '../lib/sha256.ts';

/** Equal for two readings of one contact, in every field that the page shows beside the ticket. */
export function pageHash({ company, contact, email }: PageContact): string {
  return sha256Hex(JSON.stringify([company, contact, email.toLowerCase()]));
}
