import * as z from 'zod/mini';
import { textUpTo } from './text.ts';
import { RoleSchema } from './words.ts';

/** The version of this API. A breaking change makes it one more. */
export const apiVersion = 1;

export const HandshakeSchema = z.object({
  product: z.literal('countersign'),
  /** The API versions that the service speaks, both ends included. */
  api: z.object({ oldest: z.int(), newest: z.int() }),
  now: z.int(),
});
export type Handshake = z.infer<typeof HandshakeSchema>;

/** Ten characters of Crockford's base 32, read aloud or typed: case, hyphens, spaces, O/0 and I/L/1 do not matter. */
export const PairSchema = z.object({
  pairingCode: z.string().check(z.minLength(10), z.maxLength(20)),
  deviceName: textUpTo(80),
});

export const SessionSchema = z.object({
  technician: z.object({ name: z.string(), role: RoleSchema }),
  tenant: z.object({ name: z.string() }),
});
export type Session = z.infer<typeof SessionSchema>;

export const TokenSchema = z.extend(SessionSchema, {
  accessToken: z.string(),
  tokenType: z.literal('DPoP'),
  expiresInSeconds: z.int(),
});
export type Token = z.infer<typeof TokenSchema>;

/** Events of a status stream. */
export const HeartbeatSchema = z.object({ now: z.int() });
export const streamEvents = ['verification', 'heartbeat'] as const;
