import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSigner } from '../../../service/src/audit/checkpoint-key.ts';
import { createCheckpointKeeper } from '../../../service/src/audit/create-checkpoint-keeper.ts';
import { writeOutside } from '../../../service/src/audit/write-outside.ts';
import { linkEntry } from '../../../service/src/audit/chain.ts';
import { runCli } from '../../../service/src/cli.ts';
import { readConfig } from '../../../service/src/config.ts';
import { createLog } from '../../../service/src/lib/log.ts';
import type { Store } from '../../../service/src/store/store.ts';
import type { AuditEntry, AuditEvent, Statement, StatementKind, Tenant } from '../../../service/src/store/types.ts';
import type { Said } from '../../support/cli.ts';
import { createTestClock } from '../../support/service.ts';
import { createStoreSource } from '../../support/store-source.ts';
import { tamper } from '../../support/tamper.ts';
import type { Run } from '../../support/tamper.ts';

export type House = Awaited<ReturnType<typeof createAuditHouse>>;

export const wrong = 'The audit log does not verify: see what is WRONG above. Keep a copy of database and checkpoints before anything else is done.';

/** A database with one tenant, the keeper of its checkpoints, the command line over both, and a way behind their backs. */
export async function createAuditHouse(more: Record<string, string> = {}) {
  const source = await createStoreSource();
  const dataFolder = source.folder ?? (await mkdtemp(join(tmpdir(), 'countersign-audit-')));
  const env = { COUNTERSIGN_DATA: dataFolder, ...(source.databaseUrl !== undefined && { DATABASE_URL: source.databaseUrl }), ...more };
  const config = readConfig(env);
  const store = await source.open();
  const tenant = await store.addTenant('Harbor IT');
  // Behind the command line's own clock, so that what is exported or retained now is the newest.
  const clock = createTestClock(Date.now() - 3_600_000);
  const logLines: string[] = [];
  const log = createLog({ write: (line) => void logLines.push(line) });
  const startKeeper = () => createCheckpointKeeper(config, { store, now: clock.now, log });
  const keeper = await startKeeper();
  const signer = await loadSigner(config);

  const cli = async (...words: string[]): Promise<Said> => {
    const [out, err]: [string[], string[]] = [[], []];
    const exit = await runCli(words, env, { print: (line) => void out.push(line), complain: (line) => void err.push(line) });
    return { exit, out: out.join('\n'), err: err.join('\n') };
  };

  return {
    config, store, tenant, clock, keeper, signer, startKeeper, logLines, cli,
    note: (count: number, event: Partial<AuditEvent> = {}) => note(store, tenant, count, { at: clock.now(), ...event }),
    checkpoint: async () => {
      clock.advance(60);
      return keeper.round();
    },
    sign: (kind: StatementKind, { sequence, hash }: Pick<Statement, 'sequence' | 'hash'>, by = signer) => by.sign({ kind, tenantId: tenant.id, sequence, hash, at: clock.now() }),
    /** What a restore leaves of a log that ends with `last`: a signed statement in the database and outside. */
    restored: async (last: AuditEntry) => {
      const statement = await signer.sign({ kind: 'restored', tenantId: tenant.id, sequence: last.sequence, hash: last.hash, at: clock.now() });
      await store.addStatement(statement);
      await writeOutside({ config, store, now: clock.now }, [statement]);
    },
    entries: () => store.listAudit(tenant.id, 1, 999),
    tamper: (body: (run: Run) => Promise<void>) => tamper(source, body),
    file: (name: string) => join(dataFolder, name),
    outsideLines: async () => (await readFile(config.checkpoints.file, 'utf8')).trim().split('\n'),
    remove: async () => {
      await store.close();
      await source.remove();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

async function note(store: Store, tenant: Tenant, count: number, event: Partial<AuditEvent>): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    entries.push(await store.appendAudit(tenant.id, { type: 'noted', at: 0, technicianId: null, verificationId: null, details: { index }, ...event }));
  }
  return entries;
}

/** The same entries with `change` made to the text of entry `from`, and every hash from there on computed anew. */
export function rewrite(entries: AuditEntry[], from: number): AuditEntry[] {
  const written = entries.slice(0, from - 1);
  for (const { tenantId, sequence, body, previousHash } of entries.slice(from - 1)) {
    const event = JSON.parse(body) as AuditEvent;
    const details = sequence === from ? { ...event.details, forged: true } : event.details;
    written.push(linkEntry(written.at(-1)?.hash ?? previousHash, sequence, { ...event, details, tenantId }));
  }
  return written;
}

export async function overwrite(run: Run, entries: AuditEntry[]): Promise<void> {
  for (const { tenantId, sequence, previousHash, body, hash } of entries) {
    await run('UPDATE audit SET previous_hash = $1, body = $2, hash = $3 WHERE tenant_id = $4 AND sequence = $5', [previousHash, body, hash, tenantId, sequence]);
  }
}

