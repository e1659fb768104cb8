import { badCondition } from './refusal.ts';

/** The language of `conditions` and `childConditions`: terms of a field, an operator and a value, joined by AND, OR and brackets. */

export type Value = string | number | boolean | null;
export type Test = (record: object) => boolean;
type Token = { kind: 'word' | 'text' | 'time' | 'operator' | 'bracket'; text: string };

const spelled = /\s*(?:(?<text>"(?:[^"\\]|\\.)*")|(?<time>\[[^\]]*\])|(?<operator><=|>=|!=|=|<|>)|(?<bracket>[()])|(?<word>[\w/.+-]+))/y;

/** `known`: the fields that may be named. Throws a 400 for what ConnectWise would not understand. */
export function readConditions(source: string, known: ReadonlySet<string>): Test {
  const tokens = tokenise(source);
  let at = 0;
  const isNext = (text: string) => tokens[at]?.kind !== 'text' && tokens[at]?.text.toLowerCase() === text;
  const take = (kind?: Token['kind']): Token => {
    const token = tokens[at++];
    if (!token || (kind && token.kind !== kind)) throw badCondition(`Conditions is invalid near position ${at}.`);
    return token;
  };

  function readAny(): Test {
    const tests = [readAll()];
    for (; isNext('or'); tests.push(readAll())) at += 1;
    return (record) => tests.some((test) => test(record));
  }
  function readAll(): Test {
    const tests = [readTerm()];
    for (; isNext('and'); tests.push(readTerm())) at += 1;
    return (record) => tests.every((test) => test(record));
  }
  function readTerm(): Test {
    if (isNext('(')) {
      at += 1;
      const inner = readAny();
      if (take('bracket').text !== ')') throw badCondition('A bracket is not closed.');
      return inner;
    }
    const field = take('word').text;
    if (!known.has(field.toLowerCase())) throw badCondition(`${field} is not a recognized name.`);
    const compare = comparison(take().text.toLowerCase());
    const value = readValue(take());
    return (record) => valuesAt(record, field.split('/')).some((held) => compare(fold(held), value));
  }

  const test = readAny();
  if (at < tokens.length) throw badCondition(`Conditions is invalid near position ${at}.`);
  return test;
}

function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  while (source.slice(end).trim() !== '') {
    spelled.lastIndex = end;
    const found = spelled.exec(source);
    const [kind, text] = Object.entries(found?.groups ?? {}).find(([, matched]) => matched !== undefined) ?? [];
    if (!found || kind === undefined || text === undefined) throw badCondition(`Conditions is invalid at character ${end}.`);
    tokens.push({ kind: kind as Token['kind'], text });
    end = spelled.lastIndex;
  }
  return tokens;
}

function readValue({ kind, text }: Token): Value {
  if (kind === 'text') return text.slice(1, -1).replace(/\\(.)/g, '$1').toLowerCase();
  if (kind === 'time' && !Number.isNaN(Date.parse(text.slice(1, -1)))) return Date.parse(text.slice(1, -1));
  if (kind === 'word' && /^(?:true|false|null|-?\d+)$/i.test(text)) return JSON.parse(text.toLowerCase()) as Value;
  throw badCondition(`${text} is not a value.`);
}

function comparison(operator: string): (held: Value, value: Value) => boolean {
  const comparisons: Record<string, (held: Value, value: Value) => boolean> = {
    '=': (held, value) => held === value,
    '!=': (held, value) => held !== value,
    '<': (held, value) => held !== null && value !== null && held < value,
    '<=': (held, value) => held !== null && value !== null && held <= value,
    '>': (held, value) => held !== null && value !== null && held > value,
    '>=': (held, value) => held !== null && value !== null && held >= value,
    contains: (held, value) => String(held).includes(String(value)),
    like: (held, value) => pattern(String(value)).test(String(held)),
  };
  const compare = comparisons[operator];
  if (!compare) throw badCondition(`${operator} is not a recognized operator.`);
  return compare;
}

/** SQL's: `%` stands for anything, and neither case matters. */
function pattern(like: string): RegExp {
  return new RegExp(`^${like.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 's');
}

/** Of a list, the values of all its items: two terms may be true of two different ones. */
function valuesAt(record: object, path: string[]): Value[] {
  let found: unknown[] = [record];
  for (const name of path) {
    found = found.flatMap((one) => {
      const entry = Object.entries((one ?? {}) as object).find(([key]) => key.toLowerCase() === name.toLowerCase());
      return entry ? [entry[1]] : [null];
    }).flat();
  }
  return found as Value[];
}

function fold(held: Value): Value {
  return typeof held === 'string' ? held.toLowerCase() : held;
}
