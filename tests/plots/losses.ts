// Where our queue is behind, as a table in README.

import { TIE } from '../simulation/report.ts';
import type { CellResult, Metric, Result } from '../simulation/result.ts';

const TITLES = {
  mean: 'mean',
  worstThree: 'three worst topics',
  tenth: 'tenth-percentile learner',
  weekLater: 'mean a week later',
} as const satisfies Partial<Record<Metric, string>>;

const METRICS = Object.keys(TITLES) as readonly (keyof typeof TITLES)[];

const MARKS = /(<!-- losses -->\n)[\s\S]*?(<!-- \/losses -->)/;

/** @returns the text with the table of today between its marks */
export function withLosses(readme: string, result: Result): string {
  if (!MARKS.test(readme)) throw new Error('README.md has no marks for the table of losses');
  return readme.replace(
    MARKS,
    (_, begin: string, end: string) => `${begin}${table(result)}\n${end}`,
  );
}

function table({ cells }: Result): string {
  const rows = cells
    .map((cell) => [nameOf(cell), ...METRICS.map((metric) => lossOf(cell, metric))])
    .filter(([, ...losses]) => losses.some((loss) => loss !== ''));
  const titles = ['learners', ...METRICS.map((metric) => TITLES[metric])];
  return [titles, titles.map(() => '---'), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

function nameOf({ learners, days, cards }: CellResult): string {
  return `${learners}, ${days} days, ${cards} cards`;
}

/** Against the best of those that know no more than ours. */
function lossOf({ policies }: CellResult, metric: Metric): string {
  const [best] = policies.slice(1, -1).toSorted((a, b) => a[metric].ahead[0] - b[metric].ahead[0]);
  if (!best || best[metric].ahead[0] >= -TIE) return '';
  return `${(-best[metric].ahead[0]).toFixed(3)} ${best.policy}`;
}
