import type { Check } from './lifecycle.ts';
import * as z from 'zod/mini';
import type { Method } from './words.ts';

/** What a success proved, in the order an auditor reads it. */
export const assuranceLabels = ['user-verified-device', 'device', 'restricted', 'address-only', 'reduced', 'new-device', 'technician-attested', 'page-only', 'exception'] as const;
export const AssuranceLabelSchema = z.enum(assuranceLabels);
export type AssuranceLabel = z.infer<typeof AssuranceLabelSchema>;

/** What the phone's own answer proved: its key, with or without fingerprint, face or PIN; `isNew` for 72 hours after it was added. */
export function phoneAssurance({ userVerified, isNew }: { userVerified: boolean; isNew: boolean }): AssuranceLabel[] {
  return [userVerified ? 'user-verified-device' : 'device', ...(isNew ? (['new-device'] as const) : [])];
}

/** How it was known whom to verify: `isPageOnly` = by the page alone, `isException` = in spite of doubts. */
export type ContactAssurance = { isPageOnly: boolean; isException: boolean };

/** The labels of a verification by `method`: `restricted` is NIST SP 800-63B-4's word for telephone numbers. `byPhone` counts with a push only. */
export function assuranceOf(method: Method, check: Check, byPhone: readonly AssuranceLabel[], { isPageOnly, isException }: ContactAssurance): AssuranceLabel[] {
  const held = new Set<AssuranceLabel>(method === 'push' ? byPhone : [method === 'sms' ? 'restricted' : 'address-only']);
  if (check === 'none') held.add('reduced');
  if (check === 'compare') held.add('technician-attested');
  if (isPageOnly) held.add('page-only');
  if (isException) held.add('exception');
  return assuranceLabels.filter((label) => held.has(label));
}
