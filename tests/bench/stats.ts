// What many runs of the same thing come to: the middle, the spread, the tail.

export interface Spread {
  readonly median: number;
  /** The middle half lies between these two. */
  readonly q1: number;
  readonly q3: number;
  readonly worst: number;
  readonly runs: number;
}

/** @param part 0 to 1; the nearest value at or above it */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return (low + (sorted[Math.floor(middle)] ?? low)) / 2;
}

export function spreadOf(values: readonly number[]): Spread {
  return {
    median: median(values),
    q1: percentile(values, 0.25),
    q3: percentile(values, 0.75),
    worst: Math.max(...values),
    runs: values.length,
  };
}
