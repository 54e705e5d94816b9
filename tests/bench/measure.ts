// One figure of the benchmark, with its goal.

import { type Spread, spreadOf } from './stats.ts';

export type Unit = 'ms' | '×' | 'bytes' | 'MB' | 'frames' | 'elements' | 'times';

export interface Measure extends Spread {
  readonly name: string;
  readonly unit: Unit;
  /** The most it may be. */
  readonly goal?: number;
  readonly met?: boolean;
}

interface Goal {
  readonly most: number;
  /** What is held against the goal. */
  readonly of: 'median' | 'worst';
}

export function medianAtMost(most: number): Goal {
  return { most, of: 'median' };
}

export function allAtMost(most: number): Goal {
  return { most, of: 'worst' };
}

export function measure(name: string, unit: Unit, values: readonly number[], goal?: Goal): Measure {
  if (values.length === 0) throw new Error(`Nothing was measured for: ${name}`);
  const spread = spreadOf(values);
  if (!goal) return { name, unit, ...spread };
  return { name, unit, ...spread, goal: goal.most, met: spread[goal.of] <= goal.most };
}
