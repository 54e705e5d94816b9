// Learners by DASH: counts of past reviews in windows of time, with weights fitted to real review logs.

import fitted from './dash.json';
import { DAY_MS, type Model, type Trace } from './model.ts';

const WINDOWS_MS: readonly number[] = [DAY_MS, 7 * DAY_MS, 30 * DAY_MS, Number.POSITIVE_INFINITY];

/** @param weights two a window, for ln(1 + reviews) and ln(1 + recalled ones), then the bias */
export function createDash(weights: readonly number[]): Model {
  const weight = (index: number) => weights[index] ?? 0;
  return {
    name: 'DASH',
    logOdds(traces, at) {
      let sum = weight(2 * WINDOWS_MS.length);
      let reviews = 0;
      let recalled = 0;
      let next = traces.length - 1;
      for (const [index, window] of WINDOWS_MS.entries()) {
        // From the newest back, so that a longer window goes on where a shorter one ended.
        for (let trace = traces[next]; trace && at - trace.at <= window; trace = traces[--next]) {
          reviews++;
          if (trace.recalled) recalled++;
        }
        sum += weight(2 * index) * Math.log(1 + reviews);
        sum += weight(2 * index + 1) * Math.log(1 + recalled);
      }
      return sum;
    },
    trace: (_, at, recalled): Trace => ({ at, recalled, decay: 0 }),
  };
}

/** One a user of the review logs. */
export const DASH_LEARNERS: readonly Model[] = fitted.learners.map(({ w }) => createDash(w));
