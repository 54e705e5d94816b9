// The FSRS-6 formulas with the default weights, written a second time.

import type { Confidence } from '../../src/memory/event.ts';
import type { Strength } from '../../src/memory/fsrs.ts';

const W = [
  0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835,
  0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
] as const;

export function formulaRecall(days: number, stability: number): number {
  const factor = 0.9 ** (-1 / W[20]) - 1;
  return (1 + (factor * days) / stability) ** -W[20];
}

export function formulaStep(before: Strength | null, days: number, grade: Confidence): Strength {
  const firstDifficulty = (g: number) => W[4] - Math.exp(W[5] * (g - 1)) + 1;
  if (!before) {
    const first = [W[0], W[1], W[2], W[3]][grade - 1] ?? Number.NaN;
    return { stability: first, difficulty: clamp(firstDifficulty(grade), 1, 10) };
  }
  const { stability: s, difficulty: d } = before;
  const damped = d - (W[6] * (grade - 3) * (10 - d)) / 9;
  const difficulty = clamp(W[7] * firstDifficulty(4) + (1 - W[7]) * damped, 1, 10);
  return { stability: clamp(formulaStability(s, d, days, grade), 0.001, 36_500), difficulty };
}

function formulaStability(s: number, d: number, days: number, grade: Confidence): number {
  if (days === 0) {
    const growth = Math.exp(W[17] * (grade - 3 + W[18])) * s ** -W[19];
    return s * (grade >= 2 ? Math.max(1, growth) : growth);
  }
  const r = formulaRecall(days, s);
  if (grade === 1) {
    const forgot = W[11] * d ** -W[12] * ((s + 1) ** W[13] - 1) * Math.exp(W[14] * (1 - r));
    return Math.min(forgot, s / Math.exp(W[17] * W[18]));
  }
  const rating = grade === 2 ? W[15] : grade === 4 ? W[16] : 1;
  const gain = Math.exp(W[8]) * (11 - d) * s ** -W[9] * (Math.exp(W[10] * (1 - r)) - 1);
  return s * (1 + gain * rating);
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(Math.max(value, min), max);
}
