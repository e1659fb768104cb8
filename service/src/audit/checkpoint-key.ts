import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { loadKey } from '../lib/keys.ts';
import { Told } from '../lib/told.ts';
import { createSigner, parsePublicKeys } from './statements.ts';
import type { PublicKeys, Signer } from './statements.ts';

/** Where the public keys of every checkpoint key that was ever used here stand. */
export function publicKeyPath(dataFolder: string): string {
  return join(dataFolder, 'checkpoint.public.pem');
}

/** The signer with the checkpoint key of this service; its public key is kept in the data folder. */
export async function loadSigner({ dataFolder, checkpointKey }: Pick<Config, 'dataFolder' | 'checkpointKey'>): Promise<Signer> {
  const signer = await createSigner(await loadKey(dataFolder, 'checkpoint', checkpointKey));
  const path = publicKeyPath(dataFolder);
  const kept = await readFile(path, 'utf8').catch(() => '');
  if (!kept.includes(signer.publicPem)) await appendFile(path, signer.publicPem, { mode: 0o644 });
  return signer;
}

/** The public keys in `file`, or those in the data folder. Throws what to do where there is none. */
export async function readPublicKeys(file: string | undefined, dataFolder: string): Promise<PublicKeys> {
  const text = await readFile(file ?? publicKeyPath(dataFolder), 'utf8').catch(() => undefined);
  if (text === undefined && file === undefined) throw new Told('There is no public key in the data folder: name its file with --key PUBLIC.pem.');
  if (text === undefined) throw new Told('The file with the public key cannot be read.');
  const keys = await parsePublicKeys(text);
  if (keys.size === 0) throw new Told('The file with the public key holds no Ed25519 public key in PEM: it is what "audit key" prints.');
  return keys;
}
