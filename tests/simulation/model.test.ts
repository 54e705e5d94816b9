// The models of true memory, against numbers worked out by hand.

import { describe, expect, it } from 'vitest';
import { actr } from './learner-actr.ts';
import { createDash, DASH_LEARNERS } from './learner-dash.ts';
import { DAY_MS, logistic, type Model, type Trace } from './model.ts';

const NOW = Date.UTC(2026, 0, 5);

/** Traces as the model makes them, by their age in days. */
function met(model: Model, ...meetings: [age: number, recalled: boolean][]): Trace[] {
  const traces: Trace[] = [];
  for (const [age, recalled] of meetings) {
    traces.push(model.trace(traces, NOW - age * DAY_MS, recalled));
  }
  return traces;
}

describe('DASH', () => {
  const dash = createDash([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, -1]);

  it('counts reviews and recalled ones in four windows', () => {
    const traces = met(dash, [40, true], [10, false], [2, true], [0.5, true]);
    // 1 day: 1 and 1; 7 days: 2 and 2; 30 days: 3 and 2; ever: 4 and 3.
    // 0.3 ln 2 + 0.7 ln 3 + 0.5 ln 4 + 0.6 ln 3 + 0.7 ln 5 + 0.8 ln 4 - 1
    expect(dash.logOdds(traces, NOW)).toBeCloseTo(3.56493, 4);
  });

  it('looks from the moment that is asked for', () => {
    const traces = met(dash, [0, true]);
    // Ten days on, a review counts in the windows of 30 days and of ever.
    expect(dash.logOdds(traces, NOW + 10 * DAY_MS)).toBeCloseTo(2.6 * Math.log(2) - 1, 9);
  });

  it('has 59 fitted learners, the first as published', () => {
    expect(DASH_LEARNERS).toHaveLength(59);
    const [first] = DASH_LEARNERS;
    const age = 40 * DAY_MS;
    const recalled = first?.logOdds(met(first, [0, true]), NOW + age) ?? 0;
    expect(recalled).toBeCloseTo((0.226941 - 0.17873) * Math.log(2) + 0.254497, 6);
  });
});

describe('ACT-R', () => {
  it('gives one meeting seven per cent a day later', () => {
    // 86,400 s × 0.025 = 2,160 s; m = -0.177 ln 2,160 = -1.35898; (m + 0.704) / 0.255
    const logOdds = actr.logOdds(met(actr, [1, false]), NOW);
    expect(logOdds).toBeCloseTo(-2.56856, 4);
    expect(logistic(logOdds)).toBeCloseTo(0.0712, 4);
  });

  it('lets a second trace fade faster for the activation it was made at', () => {
    const [, second] = met(actr, [3, true], [2, true]);
    expect(second?.decay).toBeCloseTo(0.217 * 2160 ** -0.177 + 0.177, 9);
    // ln(6,480^-0.177 + 4,320^-0.23275) = -1.03839
    expect(actr.logOdds(met(actr, [3, true], [2, true]), NOW)).toBeCloseTo(-1.31131, 4);
  });

  it('prefers meetings apart to meetings together', () => {
    const apart = actr.logOdds(met(actr, [20, true], [13, true], [6, true]), NOW);
    const together = actr.logOdds(met(actr, [6.02, true], [6.01, true], [6, true]), NOW);
    expect(apart).toBeGreaterThan(together);
  });
});
