import * as z from 'zod/mini';

export const CheckReceiptSchema = z.object({ receipt: z.string().check(z.minLength(1), z.maxLength(80)) });
/** What a receipt in a ticket note stands for. `lines` says what the entry says; empty where it does not stand. */
export const ReceiptCheckedSchema = z.object({ stands: z.boolean(), why: z.nullable(z.string()), lines: z.array(z.string()), isVouchedFor: z.boolean() });
export type ReceiptChecked = z.infer<typeof ReceiptCheckedSchema>;
