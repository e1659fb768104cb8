import { parse } from 'csv-parse/sync';
import type { CsvError, InfoRecord } from 'csv-parse/sync';
import { Told } from '../lib/told.ts';

export type BadLine = { line: number; reason: string };
/** `needed`: the columns that must be there; `names`: all that are read, for the message where one is missing. */
export type Columns = { needed: readonly string[]; names: readonly string[] };
export type Table = { good: { line: number; record: Record<string, string> }[]; bad: BadLine[] };

type CsvRecord = { record: Record<string, string>; info: InfoRecord };

/** The lines of a CSV text whose first line names its columns, and those that cannot be read. Throws `Told` where it is no such text. */
export function readTable(text: string, columns: Columns): Table {
  if (text.trim() === '') readHeader([], columns);
  const bad: BadLine[] = [];
  const onSkip = (error: CsvError | undefined): undefined => void bad.push({ line: lineOf(error), reason: 'the line has the wrong number of columns or a stray quote' });
  try {
    const records: unknown = parse(text, {
      bom: true, info: true, trim: true, delimiter: findDelimiter(text), skip_empty_lines: true, skip_records_with_empty_values: true,
      columns: (header: string[]) => readHeader(header, columns), skip_records_with_error: true, on_skip: onSkip,
    });
    // The typings know no `info` together with `columns`.
    return { good: (records as CsvRecord[]).map(({ record, info }) => ({ line: info.lines, record })), bad };
  } catch (error) {
    throw error instanceof Told ? error : new Told('The file is not a table of comma-separated values.');
  }
}

function lineOf(error: CsvError | undefined): number {
  return Number((error as { lines?: number } | undefined)?.lines ?? 0);
}

function findDelimiter(text: string): string {
  const header = text.split(/\r?\n/, 1)[0] ?? '';
  const count = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best));
}

function readHeader(header: string[], { needed, names: known }: Columns): string[] {
  const names = header.map((name) => name.trim().toLowerCase().replace(/[\s_-]/g, ''));
  const missing = needed.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new Told(`The first line must name the columns ${known.join(', ')}; missing: ${missing.join(', ')}.`);
  return names;
}
