import { readConditions } from './conditions.ts';
import { refuse } from './refusal.ts';

export type ListQuery = { params: URLSearchParams; isForwardOnly: boolean; url: string };
export type Page<T> = { records: T[]; link: string | undefined };
/** What may be named in a resource's conditions, and in its child conditions where it takes any. */
export type Fields = { own: string[]; child?: string[] };

/** What a list request gets of `all`. Throws a 400 for what ConnectWise would not understand. */
export function readPage<T extends { id: number }>(all: Iterable<T>, query: ListQuery, fields: Fields): Page<T> {
  const { params } = query;
  const tests = [...conditionsIn(params, 'conditions', fields.own), ...conditionsIn(params, 'childConditions', fields.child ?? [])];
  const found = [...all].filter((record) => tests.every((test) => test(record)));
  const size = readNumber(params, 'pageSize', 25);
  if (size > 1000) throw refuse(400, 'InvalidObject', 'pageSize must not be above 1000');
  return query.isForwardOnly ? pageAfter(found, size, query) : pageNumber(sorted(found, params.get('orderBy'), fields.own), size, query);
}

function conditionsIn(params: URLSearchParams, name: string, fields: string[]) {
  const source = params.get(name);
  return source === null || source.trim() === '' ? [] : [readConditions(source, new Set(fields.map((field) => field.toLowerCase())))];
}

function pageNumber<T>(found: T[], size: number, query: ListQuery): Page<T> {
  const page = readNumber(query.params, 'page', 1);
  const last = Math.max(1, Math.ceil(found.length / size));
  const link = page < last ? [linkTo(query, { page: page + 1 }, 'next'), linkTo(query, { page: last }, 'last')].join(', ') : undefined;
  return { records: found.slice((page - 1) * size, page * size), link };
}

function pageAfter<T extends { id: number }>(found: T[], size: number, query: ListQuery): Page<T> {
  const after = Number(query.params.get('pageId') ?? 0);
  const rest = found.filter(({ id }) => id > after).toSorted((a, b) => a.id - b.id);
  const records = rest.slice(0, size);
  return { records, link: rest.length > size ? linkTo(query, { pageId: records.at(-1)!.id }, 'next') : undefined };
}

function linkTo({ url }: ListQuery, values: Record<string, number>, rel: string): string {
  const to = new URL(url);
  for (const [name, value] of Object.entries(values)) to.searchParams.set(name, String(value));
  return `<${to.href}>; rel="${rel}"`;
}

function sorted<T extends { id: number }>(records: T[], orderBy: string | null, fields: string[]): T[] {
  const [, field = 'id', direction = 'asc'] = /^(\w+)(?: (asc|desc))?$/i.exec(orderBy ?? 'id') ?? [];
  if (orderBy !== null && !fields.some((known) => orderBy.toLowerCase().startsWith(known.toLowerCase()))) throw refuse(400, 'ApiFindOrderBy', `${orderBy} is not a recognized name.`);
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  const valueOf = (record: T) => (record as Record<string, unknown>)[field] as string | number;
  return records.toSorted((a, b) => sign * (valueOf(a) < valueOf(b) ? -1 : Number(valueOf(a) > valueOf(b))));
}

function readNumber(params: URLSearchParams, name: string, otherwise: number): number {
  const text = params.get(name);
  if (text === null) return otherwise;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw refuse(400, 'InvalidObject', `${name} is invalid`);
  return Number(text);
}
