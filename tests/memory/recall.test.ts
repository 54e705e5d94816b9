// The forgetting curve: golden numbers, the FSRS-6 formula, and the curve that ts-fsrs steps by.

import fc from 'fast-check';
import { FSRSAlgorithm } from 'ts-fsrs';
import { describe, expect, it } from 'vitest';
import { recall } from '../../src/memory/recall.ts';
import { formulaRecall } from './formulas.ts';

const model = new FSRSAlgorithm({});

const days = fc.oneof(
  fc.double({ min: 0, max: 36_500, noNaN: true }),
  fc.double({ min: 0, max: 30, noNaN: true }),
);
const stabilities = fc.oneof(
  fc.double({ min: 0.001, max: 36_500, noNaN: true }),
  fc.double({ min: 0.001, max: 30, noNaN: true }),
);

it.each([
  [0, 1, 1],
  [1, 1, 0.9],
  [0.5, 2.3065, 0.97072289],
  [7, 2.3065, 0.80830994],
  [7, 8.2956, 0.91123677],
  [365, 100, 0.79089699],
  [30, 0.212, 0.46687128],
  [36_500, 0.001, 0.0684264],
])('recall after %d days at stability %d', (elapsed, stability, expected) => {
  expect(recall(elapsed, stability)).toBeCloseTo(expected, 7);
});

describe('the same curve', () => {
  it('is the one that ts-fsrs steps by', () => {
    fc.assert(
      fc.property(days, stabilities, (elapsed, stability) => {
        const theirs = model.forgetting_curve(elapsed, stability);
        expect(Math.abs(recall(elapsed, stability) - theirs)).toBeLessThanOrEqual(1e-7);
      }),
      { numRuns: 5000 },
    );
  });

  it('is the one of the FSRS-6 formula', () => {
    fc.assert(
      fc.property(days, stabilities, (elapsed, stability) => {
        const formula = formulaRecall(elapsed, stability);
        expect(Math.abs(recall(elapsed, stability) - formula)).toBeLessThanOrEqual(1e-12);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the curve', () => {
  it('starts at exactly 1 and stays above 0', () => {
    fc.assert(
      fc.property(days, stabilities, (elapsed, stability) => {
        expect(recall(0, stability)).toBe(1);
        expect(recall(elapsed, stability)).toBeGreaterThan(0);
        expect(recall(elapsed, stability)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('has fallen to nine tenths after as many days as the stability', () => {
    fc.assert(
      fc.property(stabilities, (stability) => {
        expect(recall(stability, stability)).toBeCloseTo(0.9, 12);
      }),
    );
  });

  it('never rises with the days and never falls with the stability', () => {
    fc.assert(
      fc.property(days, days, stabilities, stabilities, (one, other, weak, strong) => {
        const [sooner, later] = [Math.min(one, other), Math.max(one, other)];
        const [less, more] = [Math.min(weak, strong), Math.max(weak, strong)];
        expect(recall(later, weak)).toBeLessThanOrEqual(recall(sooner, weak) + 1e-12);
        expect(recall(one, less)).toBeLessThanOrEqual(recall(one, more) + 1e-12);
      }),
    );
  });

  it('tells two seconds of a day apart, which its 8 decimals in ts-fsrs do not', () => {
    const later = 7 + 1 / 86_400;
    expect(recall(later, 36_500)).toBeLessThan(recall(7, 36_500));
    expect(model.forgetting_curve(later, 36_500)).toBe(model.forgetting_curve(7, 36_500));
  });
});
