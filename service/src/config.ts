import * as z from 'zod/mini';
import { checkpointVariables, readCheckpoints } from './audit/checkpoint-config.ts';
import type { CheckpointsConfig } from './audit/checkpoint-config.ts';
import { isLoopback } from './delivery/loopback.ts';

/** What the environment says, parsed once at the start. Keys that are absent are made in the data folder. */
export type Config = {
  host: string;
  port: number;
  dataFolder: string;
  /** PostgreSQL; without it the embedded database in the data folder is used. */
  databaseUrl: string | undefined;
  codeKey: Uint8Array | undefined;
  tokenKey: Uint8Array | undefined;
  checkpointKey: Uint8Array | undefined;
  checkpoints: CheckpointsConfig;
  /** The origin that clients see when a TLS proxy stands in front. */
  publicOrigin: string | undefined;
  /** Where figures are served, apart from the API; undefined: nowhere. */
  metrics: { host: string; port: number } | undefined;
  /** How long stopping may take. */
  stopSeconds: number;
  delivery: DeliveryConfig;
};

export type DeliveryConfig = {
  smtp?: { url: string; insecure: boolean; from: string };
  twilio?: { accountSid: string; authToken: string; from?: string; messagingServiceSid?: string; apiOrigin: string; callbackOrigin?: string };
  gateway?: { url: string; token: string };
};

/** A wrong environment, in one sentence that names the variable and never its value. */
export class ConfigError extends Error {}

const text = z.optional(z.string());
const key = z.optional(z.pipe(
  z.string().check(z.refine((value) => isKey(value), { error: 'must be 32 bytes in base64' })),
  z.transform((value: string) => new Uint8Array(Buffer.from(value, 'base64'))),
));
const origin = z.string().check(z.refine((value) => isSafeUrl(value) && new URL(value).origin === value, { error: 'must be an https origin without a path (http only on this machine)' }));
const safeUrl = z.string().check(z.refine(isSafeUrl, { error: 'must be an https address (http only on this machine)' }));

const port = z.pipe(
  z.string().check(z.regex(/^\d{1,5}$/, { error: 'must be a port number' })),
  z.transform(Number).check(z.refine((value) => value <= 65535, { error: 'must be a port number' })),
);
const seconds = z.pipe(
  z.string().check(z.refine((value) => /^\d{1,3}$/.test(value) && Number(value) >= 1, { error: 'must be a number of seconds, 1 to 999' })),
  z.transform(Number),
);

const EnvironmentSchema = z.object({
  COUNTERSIGN_HOST: z._default(z.string(), '127.0.0.1'),
  COUNTERSIGN_PORT: z._default(port, 8787),
  COUNTERSIGN_DATA: z._default(z.string(), './data'),
  DATABASE_URL: z.optional(z.string().check(z.refine(isPostgresUrl, { error: 'must be postgres://user:password@host/database' }))),
  COUNTERSIGN_CODE_KEY: key,
  COUNTERSIGN_TOKEN_KEY: key,
  COUNTERSIGN_CHECKPOINT_KEY: key,
  ...checkpointVariables,
  COUNTERSIGN_PUBLIC_ORIGIN: z.optional(origin),
  COUNTERSIGN_METRICS_HOST: z._default(z.string(), '127.0.0.1'),
  COUNTERSIGN_METRICS_PORT: z.optional(port),
  COUNTERSIGN_STOP_SECONDS: z._default(seconds, 20),
  COUNTERSIGN_SMTP_URL: z.optional(z.string().check(z.refine(isSmtpUrl, { error: 'must be smtp://host:port or smtps://host:port' }))),
  COUNTERSIGN_SMTP_INSECURE: z.optional(z.enum(['0', '1'], { error: 'must be 1 or 0' })),
  COUNTERSIGN_MAIL_FROM: text,
  COUNTERSIGN_TWILIO_ACCOUNT_SID: text,
  COUNTERSIGN_TWILIO_AUTH_TOKEN: text,
  COUNTERSIGN_TWILIO_FROM: text,
  COUNTERSIGN_TWILIO_MESSAGING_SERVICE_SID: text,
  COUNTERSIGN_TWILIO_API_ORIGIN: z._default(origin, 'https://api.twilio.com'),
  COUNTERSIGN_SMS_GATEWAY_URL: z.optional(safeUrl),
  COUNTERSIGN_SMS_GATEWAY_TOKEN: text,
});
type Environment = z.infer<typeof EnvironmentSchema>;

/** The typed configuration, or a ConfigError. An empty variable counts as absent. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = EnvironmentSchema.safeParse(present);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${String(issue?.path[0])} ${issue?.message ?? 'is wrong'}.`);
  }
  const values = parsed.data;
  if (values.COUNTERSIGN_CHECKPOINT_EMAIL !== undefined) need(values, 'COUNTERSIGN_SMTP_URL', 'COUNTERSIGN_CHECKPOINT_EMAIL');
  return {
    host: values.COUNTERSIGN_HOST,
    port: values.COUNTERSIGN_PORT,
    dataFolder: values.COUNTERSIGN_DATA,
    databaseUrl: values.DATABASE_URL,
    codeKey: values.COUNTERSIGN_CODE_KEY,
    tokenKey: values.COUNTERSIGN_TOKEN_KEY,
    checkpointKey: values.COUNTERSIGN_CHECKPOINT_KEY,
    checkpoints: readCheckpoints(values, values.COUNTERSIGN_DATA),
    publicOrigin: values.COUNTERSIGN_PUBLIC_ORIGIN,
    metrics: values.COUNTERSIGN_METRICS_PORT === undefined ? undefined : { host: values.COUNTERSIGN_METRICS_HOST, port: values.COUNTERSIGN_METRICS_PORT },
    stopSeconds: values.COUNTERSIGN_STOP_SECONDS,
    delivery: readDelivery(values),
  };
}

function readDelivery(values: Environment): DeliveryConfig {
  const smtp = readSmtp(values);
  const twilio = readTwilio(values);
  const gateway = readGateway(values);
  if (twilio && gateway) throw new ConfigError('COUNTERSIGN_SMS_GATEWAY_URL and COUNTERSIGN_TWILIO_ACCOUNT_SID exclude each other: choose one way for text messages.');
  return { ...(smtp && { smtp }), ...(twilio && { twilio }), ...(gateway && { gateway }) };
}

function readSmtp(values: Environment): DeliveryConfig['smtp'] {
  const url = values.COUNTERSIGN_SMTP_URL;
  if (!url) return undefined;
  const insecure = values.COUNTERSIGN_SMTP_INSECURE === '1';
  if (insecure && !isLoopback(new URL(url).hostname)) {
    throw new ConfigError('COUNTERSIGN_SMTP_INSECURE is only for a mail catcher on this machine: COUNTERSIGN_SMTP_URL names another.');
  }
  return { url, insecure, from: need(values, 'COUNTERSIGN_MAIL_FROM', 'COUNTERSIGN_SMTP_URL') };
}

function readTwilio(values: Environment): DeliveryConfig['twilio'] {
  const accountSid = values.COUNTERSIGN_TWILIO_ACCOUNT_SID;
  if (!accountSid) return undefined;
  const { COUNTERSIGN_TWILIO_FROM: from, COUNTERSIGN_TWILIO_MESSAGING_SERVICE_SID: messagingServiceSid } = values;
  if (!from && !messagingServiceSid) throw new ConfigError('COUNTERSIGN_TWILIO_FROM or COUNTERSIGN_TWILIO_MESSAGING_SERVICE_SID is needed with COUNTERSIGN_TWILIO_ACCOUNT_SID.');
  const authToken = need(values, 'COUNTERSIGN_TWILIO_AUTH_TOKEN', 'COUNTERSIGN_TWILIO_ACCOUNT_SID');
  const { COUNTERSIGN_TWILIO_API_ORIGIN: apiOrigin, COUNTERSIGN_PUBLIC_ORIGIN: callbackOrigin } = values;
  return { accountSid, authToken, ...(from && { from }), ...(messagingServiceSid && { messagingServiceSid }), apiOrigin, ...(callbackOrigin && { callbackOrigin }) };
}

function readGateway(values: Environment): DeliveryConfig['gateway'] {
  const url = values.COUNTERSIGN_SMS_GATEWAY_URL;
  return url ? { url, token: need(values, 'COUNTERSIGN_SMS_GATEWAY_TOKEN', 'COUNTERSIGN_SMS_GATEWAY_URL') } : undefined;
}

function need(values: Environment, name: 'COUNTERSIGN_MAIL_FROM' | 'COUNTERSIGN_SMTP_URL' | 'COUNTERSIGN_TWILIO_AUTH_TOKEN' | 'COUNTERSIGN_SMS_GATEWAY_TOKEN', because: string): string {
  const value = values[name];
  if (!value) throw new ConfigError(`${name} is needed with ${because}.`);
  return value;
}

function isKey(value: string): boolean {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(value) && Buffer.from(value, 'base64').length === 32;
}

function isSmtpUrl(value: string): boolean {
  return URL.canParse(value) && ['smtp:', 'smtps:'].includes(new URL(value).protocol) && new URL(value).hostname !== '';
}

function isPostgresUrl(value: string): boolean {
  return URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol);
}

function isSafeUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}
