import type { CodeCheck } from './lifecycle.ts';
import * as z from 'zod/mini';
import type { Method } from './words.ts';

/** What a success proved, in the order an auditor reads it. */
export const assuranceLabels = ['restricted', 'address-only', 'technician-attested'] as const;
export const AssuranceLabelSchema = z.enum(assuranceLabels);
export type AssuranceLabel = z.infer<typeof AssuranceLabelSchema>;

/** The labels of a verification by `method`: `restricted` is NIST SP 800-63B-4's word for telephone numbers. */
export function assuranceOf(method: Method, codeCheck: CodeCheck): AssuranceLabel[] {
  const base: AssuranceLabel = method === 'sms' ? 'restricted' : 'address-only';
  return codeCheck === 'compare' ? [base, 'technician-attested'] : [base];
}
