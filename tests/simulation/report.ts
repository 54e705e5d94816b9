// The result in words and columns: every figure, where ours loses, and how far the goal is.

import type { CellResult, Metric, PolicyResult, Result } from './result.ts';
import { METRICS, rivalsIn } from './result.ts';
import type { Interval } from './statistics.ts';

/** What counts as a tie. */
export const TIE = 0.01;
const OF_ORACLE = 0.98;
export const GOAL_DAYS = 14;

const TITLES: Readonly<Record<Metric, string>> = {
  mean: 'mean',
  worstThree: 'worst 3',
  tenth: '10th pct',
  weekLater: 'week on',
  seen: 'seen',
};

export interface Loss {
  readonly cell: CellResult;
  readonly policy: string;
  readonly metric: Metric;
  readonly ahead: Interval;
}

/** Where another policy that knows no more than ours is ahead by more than a tie. */
export function losses(result: Result): readonly Loss[] {
  return result.cells.flatMap((cell) =>
    rivalsIn(cell).flatMap((policy) =>
      METRICS.filter((metric) => metric !== 'seen' && policy[metric].ahead[0] < -TIE).map(
        (metric) => ({ cell, policy: policy.policy, metric, ahead: policy[metric].ahead }),
      ),
    ),
  );
}

export function report(result: Result): string {
  const { seed, learners } = result;
  return [
    `Seed “${seed}”; learners: ${learners.DASH} DASH, ${learners['ACT-R']} ACT-R.`,
    'Recall on interview day; in brackets how far ours is ahead, with its 95 % interval.',
    ...result.cells.map(table),
    '\nWhere ours is behind by more than 0.01',
    ...orNone(losses(result).map(lossLine)),
    `\nOurs as a share of the oracle at ${GOAL_DAYS} days (goal ${OF_ORACLE})`,
    ...result.cells.filter(({ days }) => days === GOAL_DAYS).map(shareLine),
  ].join('\n');
}

function nameOf({ learners, days, cards }: CellResult): string {
  return `${learners}, ${days} days, ${cards} cards`;
}

function table(cell: CellResult): string {
  const titles = METRICS.map((metric) => TITLES[metric].padEnd(metric === 'seen' ? 4 : 29));
  return [
    `\n${nameOf(cell)}`,
    `${''.padEnd(15)}${titles.join('')}`,
    ...cell.policies.map((policy, index) => row(policy, index === 0)),
  ].join('\n');
}

function row(policy: PolicyResult, isOurs: boolean): string {
  const columns = METRICS.map((metric) => {
    const { value, ahead } = policy[metric];
    if (metric === 'seen') return value.toFixed(0).padStart(4);
    const text = value.toFixed(3) + (isOurs ? '' : ` (${interval(ahead)})`);
    return text.padEnd(29);
  });
  return policy.policy.padEnd(15) + columns.join('');
}

function lossLine({ cell, policy, metric, ahead }: Loss): string {
  return `${nameOf(cell)}: ${TITLES[metric]} against ${policy} ${interval(ahead)}`;
}

function shareLine(cell: CellResult): string {
  const { ofOracle, ofFairOracle } = cell;
  const [mean, worst, fair] = [ofOracle.mean, ofOracle.worstThree, ofFairOracle.mean].map(share);
  return `${nameOf(cell)}: mean ${mean}, worst 3 ${worst}, mean of the fair oracle ${fair}`;
}

function interval([value, low, high]: Interval): string {
  return `${signed(value)}, ${signed(low)} to ${signed(high)}`;
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

export function share([value, low, high]: Interval): string {
  if (low > 2) return 'more than twice the oracle';
  return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

function orNone(lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? lines : ['nowhere'];
}
