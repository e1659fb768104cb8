import type * as z from 'zod/mini';

export type Parameters = Record<string, string | number | null>;
export type RawRow = Record<string, unknown>;

/** A row of the database with its columns' names in camel case, parsed. */
export function parseRow<T>(schema: z.ZodMiniType<T>, row: RawRow): T {
  const named: RawRow = {};
  for (const column in row) named[fieldOf(column)] = row[column];
  return schema.parse(named);
}

type Field = string | number | boolean | null | object;

/** The reverse: flags become 0 and 1, lists become JSON. */
export function toColumns(row: Record<string, Field>): Parameters {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [columnOf(name), toColumn(value)]));
}

const fields = new Map<string, string>();
const columns = new Map<string, string>();

function fieldOf(column: string): string {
  return remembered(fields, column, () => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
}

function columnOf(name: string): string {
  return remembered(columns, name, () => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

/** There are only as many names as the tables have columns. */
function remembered(names: Map<string, string>, name: string, make: () => string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const made = make();
  names.set(name, made);
  return made;
}

function toColumn(value: Field): string | number | null {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}

/** `INSERT` of every field that the schema names. */
export function insertSql(table: string, schema: { def: { shape: object } }): string {
  const columns = Object.keys(schema.def.shape).map(columnOf);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})`;
}

/** `(a, b) = (n.a, n.b)` for every field that the schema names, but its keys. */
export function updateColumns(schema: { def: { shape: object } }, keys: readonly string[]): string {
  const columns = Object.keys(schema.def.shape).map(columnOf).filter((column) => !keys.includes(column));
  return `(${columns.join(', ')}) = (${columns.map((column) => `n.${column}`).join(', ')})`;
}

/** `SET` of every field that the schema names, but its keys. */
export function updateSql(table: string, schema: { def: { shape: object } }, keys: readonly string[], where: string): string {
  const columns = Object.keys(schema.def.shape).map(columnOf);
  const set = columns.filter((column) => !keys.includes(column)).map((column) => `${column} = :${column}`);
  return `UPDATE ${table} SET ${set.join(', ')} WHERE ${keys.map((key) => `${key} = :${key}`).join(' AND ')}${where}`;
}
