// Times against their goals, where our queue is behind, and how far from the goal, as tables in README.

import type { Result as Bench } from '../bench/bench.ts';
import type { Measure } from '../bench/measure.ts';
import { cellsOf, TITLES as TIMES_TITLES } from '../bench/table.ts';
import { GOAL_DAYS, share, TIE } from '../simulation/report.ts';
import { type CellResult, type Metric, type Result, rivalsIn } from '../simulation/result.ts';

type Row = readonly string[];

const TITLES = {
  mean: 'mean',
  worstThree: 'three worst topics',
  tenth: 'tenth-percentile learner',
  weekLater: 'mean a week later',
} as const satisfies Partial<Record<Metric, string>>;

const METRICS = Object.keys(TITLES) as readonly (keyof typeof TITLES)[];

/** @returns the text with the tables of today between their marks */
export function withTables(readme: string, result: Result, bench: Bench): string {
  const tables = { times: times(bench), losses: losses(result), shares: shares(result) };
  return Object.entries(tables).reduce((text, [name, rows]) => between(text, name, rows), readme);
}

function between(text: string, name: string, [titles = [], ...rows]: readonly Row[]): string {
  const [begin, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [before, old] = [text.indexOf(begin), text.indexOf(end)];
  if (before < 0 || old < before) throw new Error(`No marks for the table of ${name}`);
  const lines = [titles, titles.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`);
  return text.slice(0, before) + begin + lines.join('') + text.slice(old);
}

/** Not what only serves a ratio. */
function times({ measures }: Bench): readonly Row[] {
  const told = ({ name, goal }: Measure) => goal !== undefined || !/^\d/.test(name);
  return [TIMES_TITLES, ...measures.filter(told).map(cellsOf)];
}

function losses({ cells }: Result): readonly Row[] {
  const rows = cells
    .map((cell) => [nameOf(cell), ...METRICS.map((metric) => lossOf(cell, metric))])
    .filter(([, ...figures]) => figures.some((figure) => figure !== ''));
  return [['learners', ...METRICS.map((metric) => TITLES[metric])], ...rows];
}

/** Against the best of those that know no more than ours. */
function lossOf(cell: CellResult, metric: Metric): string {
  const [best] = rivalsIn(cell).toSorted((a, b) => a[metric].ahead[0] - b[metric].ahead[0]);
  if (!best) return '';
  const [ahead, , high] = best[metric].ahead;
  if (ahead >= -TIE) return '';
  return `${(-ahead).toFixed(3)} ${best.policy}${high < 0 ? '' : ', may be chance'}`;
}

function shares({ cells }: Result): readonly Row[] {
  const rows = cells
    .filter(({ days }) => days === GOAL_DAYS)
    .map((cell) => {
      const { ofOracle, ofFairOracle } = cell;
      return [nameOf(cell), ...[ofOracle.mean, ofOracle.worstThree, ofFairOracle.mean].map(share)];
    });
  return [['learners', TITLES.mean, TITLES.worstThree, 'mean, of the fair oracle'], ...rows];
}

function nameOf({ learners, days, cards }: CellResult): string {
  return `${learners}, ${days} days, ${cards} cards`;
}
