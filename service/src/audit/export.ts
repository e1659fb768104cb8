import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import * as z from 'zod/mini';
import { InstantSchema } from '../lib/instant.ts';
import { Told } from '../lib/told.ts';
import type { Store } from '../store/store.ts';
import { statementKinds } from '../store/types.ts';
import type { AuditEntry, Statement, Tenant } from '../store/types.ts';
import { readEntries, readStatements } from './read-log.ts';

const HeaderSchema = z.object({ format: z.literal('countersign-audit-export'), version: z.literal(1), tenantId: z.string(), tenantName: z.string(), exportedAt: InstantSchema });
const EntrySchema = z.object({ sequence: z.int(), previousHash: z.string(), body: z.string(), hash: z.string() });
const StatementSchema = z.object({ tenantId: z.string(), kind: z.enum(statementKinds), sequence: z.int(), hash: z.string(), at: z.int(), signed: z.string() });
const LineSchema = z.union([z.strictObject({ header: HeaderSchema }), z.strictObject({ entry: EntrySchema }), z.strictObject({ statement: StatementSchema })]);

type Line = z.infer<typeof LineSchema>;
export type ExportHeader = z.infer<typeof HeaderSchema>;

/** Writes a tenant's log to a new file of its owner: a header, the statements, the entries, one JSON object a line. Throws where the file is there. */
export async function writeExport(file: string, store: Pick<Store, 'listAudit' | 'listStatements'>, tenant: Tenant, exportedAt: number): Promise<void> {
  const target = await open(file, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new Told(error.code === 'EEXIST' ? 'There is a file of this name already: an export never takes the place of one.' : 'The file cannot be written.');
  });
  try {
    await target.writeFile(linesOf(store, tenant, exportedAt));
    await target.sync();
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  } finally {
    await target.close();
  }
}

async function* linesOf(store: Pick<Store, 'listAudit' | 'listStatements'>, tenant: Tenant, exportedAt: number): AsyncGenerator<string> {
  yield toLine({ header: { format: 'countersign-audit-export', version: 1, tenantId: tenant.id, tenantName: tenant.name, exportedAt } });
  // Before the entries: what is vouched for is then among them.
  for await (const statement of readStatements(store, tenant.id)) yield toLine({ statement });
  for await (const { sequence, previousHash, body, hash } of readEntries(store, tenant.id)) yield toLine({ entry: { sequence, previousHash, body, hash } });
}

function toLine(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

/** The first line of an export. Throws where the file is none. */
export async function readExportHeader(file: string): Promise<ExportHeader> {
  for await (const line of readLines(file)) {
    if ('header' in line) return line.header;
    break;
  }
  throw new Told('The file is not an export of an audit log: its first line must be the header.');
}

export async function* readExportedEntries(file: string, { tenantId }: ExportHeader): AsyncGenerator<AuditEntry> {
  for await (const line of readLines(file)) if ('entry' in line) yield { tenantId, ...line.entry };
}

export async function* readExportedStatements(file: string): AsyncGenerator<Statement> {
  for await (const line of readLines(file)) if ('statement' in line) yield line.statement;
}

async function* readLines(file: string): AsyncGenerator<Line> {
  let number = 0;
  try {
    for await (const text of createInterface({ input: createReadStream(file, 'utf8') })) yield parseLine(text, (number += 1));
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === undefined ? error : new Told('The export cannot be read.');
  }
}

function parseLine(text: string, number: number): Line {
  try {
    return LineSchema.parse(JSON.parse(text));
  } catch {
    throw new Told(`Line ${number} of the export is neither header, entry nor statement: the file was changed or cut.`);
  }
}
