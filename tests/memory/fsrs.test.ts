// The forgetting model against golden numbers, and against the FSRS-6 formulas written a second time.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Confidence } from '../../src/memory/event.ts';
import { type Strength, step } from '../../src/memory/fsrs.ts';
import { formulaStep } from './formulas.ts';

/** Within the 8 decimals that ts-fsrs rounds its intermediate results to. */
function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-7 + 1e-6 * expected);
}

describe('golden numbers', () => {
  it.each<[Confidence, number, number]>([
    [1, 0.212, 6.4133],
    [2, 1.2931, 5.11217071],
    [3, 2.3065, 2.11810397],
    [4, 8.2956, 1],
  ])('first review, confidence %i', (confidence, stability, difficulty) => {
    expect(step(null, 0, confidence)).toEqual({ stability, difficulty });
  });

  it.each<[number, Confidence, number, number]>([
    [0, 1, 0.77508398, 7.39450274],
    [0, 2, 2.3065, 4.75285849],
    [0, 3, 2.3065, 2.11121424],
    [0, 4, 3.94605407, 1],
    [1, 1, 0.57129918, 7.39450274],
    [1, 2, 5.31879273, 4.75285849],
    [1, 3, 7.31530068, 2.11121424],
    [1, 4, 11.6874828, 1],
    [30, 1, 0.90534683, 7.39450274],
    [30, 2, 23.42414311, 4.75285849],
    [30, 3, 37.42063886, 2.11121424],
    [30, 4, 68.07177066, 1],
  ])(
    '%i days after a solid first review, confidence %i',
    (days, confidence, stability, difficulty) => {
      expect(step(step(null, 0, 3), days, confidence)).toEqual({ stability, difficulty });
    },
  );

  it('a life of seven reviews', () => {
    const reviews: [number, Confidence][] = [
      [0, 3],
      [1, 3],
      [3, 1],
      [0, 2],
      [1, 4],
      [12, 3],
      [60, 2],
    ];
    const last = reviews.reduce<Strength | null>(
      (before, [days, confidence]) => step(before, days, confidence),
      null,
    );
    expect(last).toEqual({ stability: 39.11614282, difficulty: 8.4208529 });
  });
});

const strengths = fc.record<Strength>({
  stability: fc.double({ min: 0.01, max: 36_500, noNaN: true }),
  difficulty: fc.double({ min: 1, max: 10, noNaN: true }),
});
const confidences = fc.constantFrom<Confidence>(1, 2, 3, 4);
const wholeDays = fc.integer({ min: 0, max: 3650 });

describe('the FSRS-6 formulas', () => {
  it('give the same step', () => {
    fc.assert(
      fc.property(
        fc.option(strengths, { freq: 9 }),
        wholeDays,
        confidences,
        (before, days, confidence) => {
          const actual = step(before, days, confidence);
          const expected = formulaStep(before, days, confidence);
          expectNear(actual.stability, expected.stability);
          expectNear(actual.difficulty, expected.difficulty);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

it('a step is always a state that can be stepped from again', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(wholeDays, confidences), { minLength: 1 }), (reviews) => {
      let strength: Strength | null = null;
      for (const [days, confidence] of reviews) {
        strength = step(strength, days, confidence);
        expect(strength.stability).toBeGreaterThanOrEqual(0.001);
        expect(strength.stability).toBeLessThanOrEqual(36_500);
        expect(strength.difficulty).toBeGreaterThanOrEqual(1);
        expect(strength.difficulty).toBeLessThanOrEqual(10);
      }
    }),
  );
});

it('the same step gives the same numbers: nothing is fuzzed', () => {
  fc.assert(
    fc.property(strengths, wholeDays, confidences, (before, days, confidence) => {
      expect(step(before, days, confidence)).toEqual(step(before, days, confidence));
    }),
  );
});
