// The figures as lines that fit a terminal.

import type { Measure } from './measure.ts';

export const TITLES = ['measure', 'median', 'middle half', 'worst', 'runs', 'goal', ''];

/** What stands under the titles. */
export function cellsOf(one: Measure): readonly string[] {
  return [
    one.name,
    `${number(one.median)} ${one.unit}`,
    one.runs > 1 ? `${number(one.q1)}–${number(one.q3)}` : '',
    one.runs > 1 ? number(one.worst) : '',
    String(one.runs),
    one.goal === undefined ? '' : `≤ ${number(one.goal)}`,
    one.met === undefined ? '' : one.met ? 'met' : 'missed',
  ];
}

export function tableOf(measures: readonly Measure[]): string {
  const rows = [TITLES, ...measures.map(cellsOf)];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          (column === 0 ? cell.padEnd : cell.padStart).call(cell, widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function number(value: number): string {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en').replaceAll(',', ' ');
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}
