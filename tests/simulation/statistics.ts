// Means, quantiles, and how sure one may be of a difference between two policies.

import type { Dice } from './dice.ts';

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return values.length === 0 ? 0 : sum / values.length;
}

/** Between the two nearest values, in proportion (the same as R's type 7). */
export function quantile(values: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** A figure and the bounds of its 95 % confidence interval. */
export type Interval = readonly [value: number, low: number, high: number];

/** What becomes of a sample in one number. */
export type Statistic = (values: ArrayLike<number>) => number;

/** Which learners each round of a bootstrap draws, with repetition. */
export type Draws = readonly Uint32Array[];

export function drawLearners(learners: number, rounds: number, luck: Dice): Draws {
  return Array.from({ length: rounds }, (_, round) =>
    Uint32Array.from({ length: learners }, (_, place) => Math.floor(luck(round, place) * learners)),
  );
}

/**
 * Compares two policies on the same learners: the percentile bootstrap, which draws learners, so
 * that a pair stays together.
 *
 * @param left one number a learner
 * @param right the same learners in the same order
 */
export function paired(
  left: readonly number[],
  right: readonly number[],
  statistic: Statistic,
  compare: (left: number, right: number) => number,
  draws: Draws,
): Interval {
  const outcomes = Float64Array.from(draws, (draw) =>
    compare(statistic(chosen(left, draw)), statistic(chosen(right, draw))),
  );
  return [
    compare(statistic(left), statistic(right)),
    quantile(outcomes, 0.025),
    quantile(outcomes, 0.975),
  ];
}

export const difference = (left: number, right: number): number => left - right;
/** 1 if there is nothing to have a share of. */
export const share = (left: number, right: number): number => (right > 0 ? left / right : 1);

function chosen(values: readonly number[], draw: Uint32Array): Float64Array {
  const result = new Float64Array(draw.length);
  for (let i = 0; i < draw.length; i++) result[i] = values[draw[i] ?? 0] ?? 0;
  return result;
}
