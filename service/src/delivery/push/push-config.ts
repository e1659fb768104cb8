import * as z from 'zod/mini';
import { parseAddress } from '#contract/address';
import { isLoopback, loopbackOriginVariable } from '../loopback.ts';

export type PushConfig = {
  /** Whom push services may write to (RFC 8292 §2.1); undefined: who sends the e-mails. */
  subject: string | undefined;
  testOrigin: string | undefined;
};

export const pushVariables = {
  COUNTERSIGN_PUSH_CONTACT: z.optional(z.pipe(
    z.string().check(z.refine((value) => readContact(value) !== undefined, { error: 'must be one bare e-mail address or an https address' })),
    z.transform((value: string) => readContact(value)),
  )),
  COUNTERSIGN_PUSH_TEST_ORIGIN: z.optional(loopbackOriginVariable),
};
type Values = z.infer<ReturnType<typeof z.object<typeof pushVariables>>>;

export function readPush({ COUNTERSIGN_PUSH_CONTACT: contact, COUNTERSIGN_PUSH_TEST_ORIGIN: testOrigin }: Values, publicOrigin: string | undefined): PushConfig {
  return { subject: contact ?? (publicOrigin?.startsWith('https:') ? publicOrigin : undefined), testOrigin };
}

function readContact(value: string): string | undefined {
  const parsed = parseAddress(value.replace(/^mailto:/, ''));
  if (parsed.ok) return `mailto:${parsed.address}`;
  const url = URL.parse(value);
  return url?.protocol === 'https:' && !isLoopback(url.hostname) ? url.href : undefined;
}
