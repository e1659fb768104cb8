import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { checkpointVariables, readCheckpoints } from './audit/checkpoint-config.ts';
import type { CheckpointsConfig } from './audit/checkpoint-config.ts';
import { deliveryVariables, originVariable, readDelivery } from './delivery/delivery-config.ts';
import type { DeliveryConfig } from './delivery/delivery-config.ts';
import { loopbackOriginVariable } from './delivery/loopback.ts';
import { pushVariables, readPush } from './delivery/push/push-config.ts';
import type { PushConfig } from './delivery/push/push-config.ts';
import { ConfigError, needVariable } from './lib/config-error.ts';

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
  vapidKey: Uint8Array | undefined;
  connectwiseKey: Uint8Array | undefined;
  /** For development: where every ConnectWise is asked instead. */
  connectwiseTestOrigin: string | undefined;
  checkpoints: CheckpointsConfig;
  /** Where the built phone app lies. */
  selfserveFolder: string;
  /** The origin that clients see when a TLS proxy stands in front. */
  publicOrigin: string | undefined;
  /** Where figures are served, apart from the API; undefined: nowhere. */
  metrics: { host: string; port: number } | undefined;
  /** How long stopping may take. */
  stopSeconds: number;
  delivery: DeliveryConfig;
  push: PushConfig;
};

const key = z.optional(z.pipe(
  z.string().check(z.refine((value) => isKey(value), { error: 'must be 32 bytes in base64' })),
  z.transform((value: string) => new Uint8Array(Buffer.from(value, 'base64'))),
));

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
  COUNTERSIGN_VAPID_KEY: key,
  COUNTERSIGN_CONNECTWISE_KEY: key,
  COUNTERSIGN_CONNECTWISE_TEST_ORIGIN: z.optional(loopbackOriginVariable),
  ...checkpointVariables,
  ...pushVariables,
  ...deliveryVariables,
  COUNTERSIGN_PUBLIC_ORIGIN: z.optional(originVariable),
  COUNTERSIGN_SELFSERVE: z._default(z.string(), fileURLToPath(new URL('../../.output/selfserve', import.meta.url))),
  COUNTERSIGN_METRICS_HOST: z._default(z.string(), '127.0.0.1'),
  COUNTERSIGN_METRICS_PORT: z.optional(port),
  COUNTERSIGN_STOP_SECONDS: z._default(seconds, 20),
});

/** The typed configuration, or a ConfigError. An empty variable counts as absent. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = EnvironmentSchema.safeParse(present);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ConfigError(`${String(issue?.path[0])} ${issue?.message ?? 'is wrong'}.`);
  }
  const values = parsed.data;
  if (values.COUNTERSIGN_CHECKPOINT_EMAIL !== undefined) needVariable(values, 'COUNTERSIGN_SMTP_URL', 'COUNTERSIGN_CHECKPOINT_EMAIL');
  return {
    host: values.COUNTERSIGN_HOST,
    port: values.COUNTERSIGN_PORT,
    dataFolder: values.COUNTERSIGN_DATA,
    databaseUrl: values.DATABASE_URL,
    codeKey: values.COUNTERSIGN_CODE_KEY,
    tokenKey: values.COUNTERSIGN_TOKEN_KEY,
    checkpointKey: values.COUNTERSIGN_CHECKPOINT_KEY,
    vapidKey: values.COUNTERSIGN_VAPID_KEY,
    connectwiseKey: values.COUNTERSIGN_CONNECTWISE_KEY,
    connectwiseTestOrigin: values.COUNTERSIGN_CONNECTWISE_TEST_ORIGIN,
    checkpoints: readCheckpoints(values, values.COUNTERSIGN_DATA),
    publicOrigin: values.COUNTERSIGN_PUBLIC_ORIGIN,
    selfserveFolder: values.COUNTERSIGN_SELFSERVE,
    metrics: values.COUNTERSIGN_METRICS_PORT === undefined ? undefined : { host: values.COUNTERSIGN_METRICS_HOST, port: values.COUNTERSIGN_METRICS_PORT },
    stopSeconds: values.COUNTERSIGN_STOP_SECONDS,
    delivery: readDelivery(values),
    push: readPush(values, values.COUNTERSIGN_PUBLIC_ORIGIN),
  };
}

function isKey(value: string): boolean {
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(value) && Buffer.from(value, 'base64').length === 32;
}

function isPostgresUrl(value: string): boolean {
  return URL.canParse(value) && ['postgres:', 'postgresql:'].includes(new URL(value).protocol);
}
