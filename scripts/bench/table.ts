import { boundOf, isMissed } from './figure.ts';
import type { Figure } from './figure.ts';

/** Ratios first, then the rest in the order measured. */
export function sortFigures(figures: readonly Figure[]): Figure[] {
  return [...figures.filter(isRatio), ...figures.filter((figure) => !isRatio(figure))];
}

const isRatio = ({ unit }: Figure) => unit === '×';

/** For people: name, value, goal, and whether the goal was missed. */
export function toTable(figures: readonly Figure[]): string[][] {
  return [['figure', 'value', 'goal', ''], ...figures.map((figure) => [figure.name, `${rounded(figure.value)} ${figure.unit}`, goalOf(figure), verdictOf(figure)])];
}

/** The table with its columns aligned, for a terminal. */
export function alignColumns(rows: readonly string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}

/** One line per figure for programs; `limit` is the goal's number, null where there is none. */
export function toJsonLine({ name, value, unit, limit }: Figure): string {
  return JSON.stringify({ name, value: rounded(value), unit, limit: limit && boundOf(limit) });
}

function goalOf({ limit, unit }: Figure): string {
  return limit === null ? '' : `${'atMost' in limit ? '≤' : '≥'} ${boundOf(limit)} ${unit}`;
}

function verdictOf(figure: Figure): string {
  if (figure.limit === null) return '';
  return isMissed(figure) ? 'MISSED' : 'met';
}

/** Three significant digits, and every digit before the point. */
function rounded(value: number): number {
  return Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(3));
}
