import { parseAddress } from '#contract/address';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { SyslogServer } from './sinks/syslog-sink.ts';

/** Where checkpoints go outside the database. */
export type CheckpointsConfig = { file: string; syslog?: SyslogServer; email?: string };

const ports = { udp: 514, tcp: 601 } as const;

export const checkpointVariables = {
  COUNTERSIGN_CHECKPOINT_FILE: z.optional(z.string()),
  COUNTERSIGN_CHECKPOINT_SYSLOG: z.optional(z.pipe(
    z.string().check(z.refine((value) => readSyslog(value) !== undefined, { error: 'must be udp://host:514 or tcp://host:601' })),
    z.transform((value: string) => readSyslog(value)),
  )),
  COUNTERSIGN_CHECKPOINT_EMAIL: z.optional(z.string().check(z.refine((value) => parseAddress(value).ok, { error: 'must be one bare e-mail address' }))),
};
type Values = z.infer<ReturnType<typeof z.object<typeof checkpointVariables>>>;

export function readCheckpoints(values: Values, dataFolder: string): CheckpointsConfig {
  const { COUNTERSIGN_CHECKPOINT_FILE: file, COUNTERSIGN_CHECKPOINT_SYSLOG: syslog, COUNTERSIGN_CHECKPOINT_EMAIL: email } = values;
  return { file: file ?? join(dataFolder, 'checkpoints.jsonl'), ...(syslog && { syslog }), ...(email !== undefined && { email }) };
}

function readSyslog(value: string): SyslogServer | undefined {
  const url = URL.parse(value);
  if (!url?.hostname || !['', '/'].includes(url.pathname)) return undefined;
  const protocol = (['udp', 'tcp'] as const).find((known) => `${known}:` === url.protocol);
  return protocol && { protocol, host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || ports[protocol] };
}
