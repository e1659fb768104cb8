import { createHash } from 'node:crypto';
import { publicKeyPath } from '../audit/checkpoint-key.ts';
import type { Config } from '../config.ts';
import { keyPath, readKey } from '../lib/keys.ts';
import type { KeyName } from '../lib/keys.ts';

/** A key of the service: in the data folder, or given by a variable and then never in a backup. */
export type KeptKey = { file: string; variable: string; given: Uint8Array | undefined; path: string };
/** A file that only ever grows. */
export type KeptLog = { file: string; path: string };

export function keptKeys({ dataFolder, codeKey, tokenKey, checkpointKey, vapidKey, connectwiseKey }: Config): KeptKey[] {
  const key = (name: KeyName, variable: string, given: Uint8Array | undefined) => ({ file: `${name}.key`, variable, given, path: keyPath(dataFolder, name) });
  return [
    key('code', 'COUNTERSIGN_CODE_KEY', codeKey),
    key('token', 'COUNTERSIGN_TOKEN_KEY', tokenKey),
    key('checkpoint', 'COUNTERSIGN_CHECKPOINT_KEY', checkpointKey),
    key('vapid', 'COUNTERSIGN_VAPID_KEY', vapidKey),
    key('connectwise', 'COUNTERSIGN_CONNECTWISE_KEY', connectwiseKey),
  ];
}

export function keptLogs({ dataFolder, checkpoints }: Config): KeptLog[] {
  return [{ file: 'checkpoint.public.pem', path: publicKeyPath(dataFolder) }, { file: 'checkpoints.jsonl', path: checkpoints.file }];
}

/** SHA-256 of a key that the service would use; undefined: it would make one. 32 random bytes are not found by their hash. */
export async function fingerprintOf({ given, path }: KeptKey): Promise<string | undefined> {
  const key = given ?? (await readKey(path));
  return key && createHash('sha256').update(key).digest('hex');
}
