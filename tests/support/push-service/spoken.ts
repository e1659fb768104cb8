import * as z from 'zod/mini';

/** What Firefox says to its push service (the protocol of Mozilla's autopush). */
const SpokenSchema = z.discriminatedUnion('messageType', [
  z.object({ messageType: z.literal('hello'), uaid: z.optional(z.string()) }),
  z.object({ messageType: z.literal('register'), channelID: z.string(), key: z.optional(z.string()) }),
  z.object({ messageType: z.literal('unregister'), channelID: z.string() }),
  z.object({ messageType: z.literal('ack'), updates: z.array(z.object({ version: z.string(), code: z.optional(z.number()) })) }),
  z.object({ messageType: z.literal('nack'), version: z.string(), code: z.optional(z.number()) }),
  z.object({ messageType: z.literal('broadcast_subscribe') }),
]);
export type Spoken = z.infer<typeof SpokenSchema>;

/** A ping is an empty object; undefined: nothing that Firefox says. */
export function parseSpoken(text: string): Spoken | 'ping' | undefined {
  if (text === '{}') return 'ping';
  try {
    return SpokenSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
