// What a simulation found out, as it is written to result.json.

import type { Interval } from './statistics.ts';

export const METRICS = ['mean', 'worstThree', 'tenth', 'weekLater', 'seen'] as const;
/** `tenth` is the mean recall of the tenth-percentile learner; `seen` counts cards. */
export type Metric = (typeof METRICS)[number];

export type Kind = 'DASH' | 'ACT-R';

export interface Figure {
  readonly value: number;
  /** Ours minus this policy's. */
  readonly ahead: Interval;
}

export interface PolicyResult extends Readonly<Record<Metric, Figure>> {
  readonly policy: string;
}

export interface CellResult {
  readonly learners: Kind;
  readonly days: number;
  readonly cards: number;
  /** Ours first; last the fair oracle and the oracle. */
  readonly policies: readonly PolicyResult[];
  /** Ours as a share of the oracle. */
  readonly ofOracle: Shares;
  readonly ofFairOracle: Shares;
}

export interface Shares {
  readonly mean: Interval;
  readonly worstThree: Interval;
}

/** The policies that know no more than ours. */
export function rivalsIn({ policies }: CellResult): readonly PolicyResult[] {
  return policies.slice(1, -2);
}

export interface Result {
  readonly seed: string;
  readonly learners: Readonly<Record<Kind, number>>;
  readonly cells: readonly CellResult[];
}
