import { RecordIdSchema } from '#contract/connectwise';
import { textUpTo } from '#contract/text';
import { IdSchema } from '#contract/values';
import { CodeSchema } from '#contract/verification';
import * as z from 'zod/mini';
import { choice, customer, decisions } from '../workflow/flow-schema';
import type { Intent } from '../workflow/state';

/** What a press on the panel asks for. */
export const IntentSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('look_up'), ...customer }),
  z.object({ name: z.literal('send'), ...choice }),
  z.object({ name: z.literal('try_code'), code: CodeSchema }),
  z.object({ name: z.literal('ask_second'), reason: textUpTo(200) }),
  z.object({ name: z.literal('decide_exception'), exceptionId: IdSchema, decision: z.enum(decisions) }),
  z.object({ name: z.literal('search'), text: textUpTo(100) }),
  z.object({ name: z.literal('choose_caller'), contactId: RecordIdSchema, reason: textUpTo(200) }),
  z.object({ name: z.enum(['send_again', 'give_up', 'approve', 'deny', 'resend', 'more_time', 'cancel', 'invite', 'ticket_contact', 'finish']) }),
]) satisfies z.ZodMiniType<Intent>;
