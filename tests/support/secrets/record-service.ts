import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeExport } from '../../../service/src/audit/export.ts';
import type { Config } from '../../../service/src/config.ts';
import { openStore } from '../../../service/src/store/open-store.ts';
import type { Store } from '../../../service/src/store/store.ts';
import { isRecording, recordDump, recordPlace, recordSecret } from './record.ts';

/** Remembers what a service that has stopped leaves behind: its keys, its log, its database, and what it gives to an auditor. */
export async function recordService(config: Config, log: string): Promise<void> {
  if (!isRecording || !statSync(config.dataFolder, { throwIfNoEntry: false })?.isDirectory()) return;
  recordPlace('log', 'service', log);
  for (const file of await readdir(config.dataFolder, { withFileTypes: true })) {
    if (file.isFile() && file.name.endsWith('.key')) await recordKey(path.join(config.dataFolder, file.name));
  }
  const { file: checkpoints } = config.checkpoints;
  if (existsSync(checkpoints)) recordPlace('export', 'checkpoints', await readFile(checkpoints, 'utf8'));
  const store = await openStore(config);
  await recordDump(store).then(() => recordExports(store)).finally(() => store.close());
}

/** The secret of a key file: its last line, without the frame that PEM puts around it. */
async function recordKey(file: string): Promise<void> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
  recordSecret('key', lines.at(-1));
}

async function recordExports(store: Store): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-export-'));
  try {
    for (const tenant of await store.listTenants()) {
      const file = path.join(folder, `${tenant.id}.jsonl`);
      await writeExport(file, store, tenant, Date.now());
      recordPlace('export', 'audit', await readFile(file, 'utf8'));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
