import { expect, test } from 'vitest';
import { isMissed, median, percentile } from '../../scripts/bench/figure.ts';
import type { Figure } from '../../scripts/bench/figure.ts';
import { alignColumns, sortFigures, toJsonLine, toTable } from '../../scripts/bench/table.ts';

const figure = (more: Partial<Figure>): Figure => ({ name: 'start-up', value: 0.3, unit: 's', limit: { atMost: 0.6 }, ...more });

test.each([
  ['at its upper limit', { value: 0.6 }, false],
  ['above its upper limit', { value: 0.601 }, true],
  ['at its lower limit', { value: 4, limit: { atLeast: 4 } }, false],
  ['below its lower limit', { value: 3.999, limit: { atLeast: 4 } }, true],
  ['no number at all', { value: Number.NaN }, true],
  ['without a limit', { value: 1e9, limit: null }, false],
] as const)('a figure %s', (_, more, missed) => {
  expect(isMissed(figure(more))).toBe(missed);
});

test('a missed goal is still missed when its value is rounded for people', () => {
  expect(toTable([figure({ value: 0.60001 })])[1]).toEqual(['start-up', '0.6 s', '≤ 0.6 s', 'MISSED']);
});

test('ratios come first, in the order measured', () => {
  const names = sortFigures([figure({ name: 'rate', unit: '/s' }), figure({ name: 'b', unit: '×' }), figure({ name: 'a', unit: '×' })]).map(({ name }) => name);
  expect(names).toEqual(['b', 'a', 'rate']);
});

test('a line for programs has name, value, unit and the number of the limit', () => {
  expect(JSON.parse(toJsonLine(figure({})))).toEqual({ name: 'start-up', value: 0.3, unit: 's', limit: 0.6 });
  expect(JSON.parse(toJsonLine(figure({ value: 1234.5, limit: null })))).toEqual({ name: 'start-up', value: 1235, unit: 's', limit: null });
});

test('the columns of the table line up', () => {
  expect(alignColumns([['a', 'bb', ''], ['aaa', 'b', 'x']])).toBe('a    bb\naaa  b   x');
});

test('medians and percentiles lie between neighbours, whatever the order', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(percentile(Array.from({ length: 101 }, (_, index) => 100 - index), 0.99)).toBe(99);
  expect(() => median([])).toThrow('nothing');
});
