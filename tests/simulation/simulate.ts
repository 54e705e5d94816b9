// What `npm run simulate` runs: all cells, then the result as a file and as text.

import { report } from './report.ts';
import { type Cell, run } from './run.ts';

/** The queue was never tuned on this seed. */
const SEED = 'Flask in the pocket';

/** A figure more would say more than the learners can. */
const DIGITS = 4;

export interface Simulation {
  readonly json: string;
  readonly text: string;
}

export function simulate(learners: number, onCell: (cell: Cell) => void): Simulation {
  const result = run(SEED, learners, onCell);
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(DIGITS)) : value;
  return { json: `${JSON.stringify(result, rounded, 2)}\n`, text: report(result) };
}
