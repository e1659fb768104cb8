import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { Told } from '../lib/told.ts';

/** What a backup says about itself. It is written last: a folder without it is no backup. */
export const manifestFile = 'manifest.json';
export const databaseFile = 'database.jsonl';
const format = 'countersign-backup';
const version = 1;

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const plainName = z.string().check(z.regex(/^[a-z][a-z.]{0,40}$/));
const HeadSchema = z.object({ format: z.literal(format), version: z.int() });
const ManifestSchema = z.object({
  at: z.iso.datetime(),
  /** Rows by table. */
  rows: z.record(z.string(), z.int()),
  files: z.array(z.object({ name: plainName, bytes: z.int(), sha256 })),
  /** The keys that were in use, by their fingerprint; those that came from a variable are not in the backup. */
  keys: z.array(z.object({ file: plainName, variable: z.string(), fingerprint: sha256, included: z.boolean() })),
});
export type Manifest = z.infer<typeof ManifestSchema>;

export function writeManifest(manifest: Manifest): string {
  return `${JSON.stringify({ format, version, ...manifest }, null, 2)}\n`;
}

/** The manifest of the backup in `folder`. Throws `Told` where there is none that this version understands. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestFile), 'utf8').catch(() => {
    throw new Told('There is no complete backup in this folder: its manifest.json is missing or cannot be read.');
  });
  const written = parseJson(text);
  const head = HeadSchema.safeParse(written);
  if (!head.success) throw new Told('The manifest.json in this folder is not that of a backup.');
  if (head.data.version !== version) throw new Told(`The backup has the format ${head.data.version}, this service reads ${version}: restore it with the version that made it.`);
  const manifest = ManifestSchema.safeParse(written);
  if (!manifest.success) throw new Told('The manifest.json of the backup is damaged: take another backup.');
  return manifest.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
