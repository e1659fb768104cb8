import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { Store } from '../../../service/src/store/store.ts';

/** What must never be read where it does not belong. */
export type SecretKind = 'code' | 'token' | 'proof' | 'pairing code' | 'key' | 'password' | 'destination';
/** Where it must never be read: log lines, refusals and error messages, audit exports, the tables of a database. */
export type PlaceKind = 'log' | 'error' | 'export' | 'dump';
export type SecretLine = { secret: SecretKind; value: string };
export type PlaceLine = { place: PlaceKind; name: string; text: string };

const folder = process.env['COUNTERSIGN_SECRETS_DIR'];
/** Every test file loads this anew: one file of records for each. */
const records = folder && path.join(folder, `${randomUUID()}.ndjson`);
export const isRecording = Boolean(folder);

/** Remembers a secret of this run, for the search after all tests. Does nothing unless the whole suite runs. */
export function recordSecret(secret: SecretKind, value: string | undefined | null): void {
  if (value) write({ secret, value });
}

/** Remembers the code of a message that arrived, the secrets of its links, and where it went. */
export function recordMessage({ code, to, text = '' }: { code: string | undefined; to: string; text?: string }): void {
  recordSecret('code', code);
  recordSecret('destination', to);
  for (const [, token] of text.matchAll(/#[\w-]+=([\w-]{20,})/g)) recordSecret('token', token);
}

/** Remembers what was written at a place, for the same search. */
export function recordPlace(place: PlaceKind, name: string, text: string): void {
  if (text) write({ place, name, text });
}

/** Remembers everything that the database of `store` holds, table by table. */
export async function recordDump(store: Pick<Store, 'backup'>): Promise<void> {
  if (!isRecording) return;
  const tables = new Map<string, string[]>();
  for await (const { table, row } of store.backup()) tables.set(table, [...(tables.get(table) ?? []), JSON.stringify(row)]);
  for (const [table, rows] of tables) recordPlace('dump', table, rows.join('\n'));
}

function write(line: SecretLine | PlaceLine): void {
  if (records) appendFileSync(records, `${JSON.stringify(line)}\n`);
}
