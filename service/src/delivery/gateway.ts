import * as z from 'zod/mini';
import { textMessage, validitySeconds } from './compose.ts';
import { requireSafeUrl } from './loopback.ts';
import { askProvider, classifyStatus } from './provider-request.ts';
import type { Sender } from './types.ts';

export type GatewayOptions = { url: string; token: string; timeoutMs?: number };

/** A gateway may say under which name it took the message; an answer without a body is a success too. */
const AnswerSchema = z.object({ id: z.optional(z.string().check(z.maxLength(200))) });

/** Text messages by any HTTPS gateway: `POST {id, to, text, validitySeconds}`, once, with the message's id as its idempotency key. */
export function createGatewaySender(options: GatewayOptions, deps: { fetch?: typeof fetch } = {}): Sender {
  const url = requireSafeUrl(options.url, 'The text gateway').href;
  if (!options.token || /\s/.test(options.token)) throw new Error('The text gateway needs a token');

  return async (letter) => {
    const headers = { authorization: `Bearer ${options.token}`, 'content-type': 'application/json', accept: 'application/json', 'idempotency-key': letter.messageId };
    const body = JSON.stringify({ id: letter.messageId, to: letter.destination, text: textMessage(letter), validitySeconds: validitySeconds(letter) });
    const reply = await askProvider({ url, headers, body, timeoutMs: options.timeoutMs ?? 15_000, fetch: deps.fetch ?? fetch });
    if ('outcome' in reply) return reply.outcome;
    const refusal = classifyStatus(reply.answer.status);
    if (refusal) return refusal;
    const answer = AnswerSchema.safeParse(reply.answer.body ?? {});
    const garbled = !answer.success || reply.answer.body === undefined;
    return garbled ? { state: 'maybe_sent', reason: 'provider_error' } : { state: 'handed_over', providerId: answer.data.id ?? null };
  };
}
