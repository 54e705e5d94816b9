// Likely ratings: as often as they were given before, evenly spread, and the same each time.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcomes, PerConfidence, Standpoint } from '../../src/memory/outcomes.ts';
import { likelyRatings } from '../../src/queue/ratings.ts';

const NONE: PerConfidence = { 1: 0, 2: 0, 3: 0, 4: 0 };
const NOTHING: Outcomes = { new: NONE, weak: NONE, strong: NONE, again: NONE };
const STANDPOINTS: readonly Standpoint[] = ['new', 'weak', 'strong', 'again'];

/** The share of each confidence among so many ratings. */
function shares(outcomes: Outcomes, from: Standpoint, turns: number, luck = 0): PerConfidence {
  const rate = likelyRatings(outcomes, luck);
  const counts = { 1: 0, 2: 0, 3: 0, 4: 0 };
  for (let turn = 0; turn < turns; turn++) counts[rate(from)]++;
  return { 1: counts[1] / turns, 2: counts[2] / turns, 3: counts[3] / turns, 4: counts[4] / turns };
}

function weakShare(given: PerConfidence): number {
  return given[1] + given[2];
}

describe('a learner who has rated nothing', () => {
  it('starts as FSRS’s simulator does', () => {
    const first = shares(NOTHING, 'new', 1000);
    expect(first[1]).toBeCloseTo(0.24, 2);
    expect(first[2]).toBeCloseTo(0.094, 2);
    expect(first[3]).toBeCloseTo(0.495, 2);
    expect(first[4]).toBeCloseTo(0.171, 2);
  });

  it('does better the better a card was known', () => {
    const weak = (from: Standpoint) => shares(NOTHING, from, 1000)[1];
    expect(weak('strong')).toBeLessThan(weak('weak'));
    expect(weak('again')).toBeLessThan(weak('weak'));
  });
});

describe('a learner who has rated', () => {
  const counts = fc.record({
    1: fc.nat(300),
    2: fc.nat(300),
    3: fc.nat(300),
    4: fc.nat(300),
  });

  it('goes on with the same shares, the more so the more there are', () => {
    fc.assert(
      fc.property(counts, fc.constantFrom(...STANDPOINTS), (given, from) => {
        const total = given[1] + given[2] + given[3] + given[4];
        const next = shares({ ...NOTHING, [from]: given }, from, 500);
        for (const confidence of [1, 2, 3, 4] as const) {
          const before = given[confidence] / Math.max(1, total);
          expect(Math.abs(next[confidence] - before)).toBeLessThan(8 / (8 + total) + 0.02);
        }
      }),
    );
  });

  it('keeps the shares apart by what was known', () => {
    const outcomes = {
      ...NOTHING,
      new: { 1: 1000, 2: 0, 3: 0, 4: 0 },
      strong: { 1: 0, 2: 0, 3: 0, 4: 1000 },
    };
    const rate = likelyRatings(outcomes, 0);
    const mixed = Array.from({ length: 100 }, () => [rate('new'), rate('strong')]);
    expect(mixed.filter(([fresh, strong]) => fresh === 1 && strong === 4).length).toBeGreaterThan(
      95,
    );
  });

  it('has the shares right after a few ratings already', () => {
    const half = { ...NOTHING, weak: { 1: 500, 2: 0, 3: 500, 4: 0 } };
    for (const turns of [4, 8, 13, 21]) {
      expect(Math.abs(weakShare(shares(half, 'weak', turns)) - 1 / 2)).toBeLessThan(1.5 / turns);
    }
  });

  it('rates the same the next time', () => {
    const rate = likelyRatings(NOTHING, 0);
    const again = likelyRatings(NOTHING, 0);
    for (let turn = 0; turn < 50; turn++) {
      const from = STANDPOINTS[turn % 3] ?? 'new';
      expect(rate(from)).toBe(again(from));
    }
  });
});

describe('luck', () => {
  const tenWeak = { ...NOTHING, new: { 1: 5, 2: 5, 3: 5, 4: 5 } };

  it('makes weak ratings rarer, bad luck more frequent', () => {
    const weak = (luck: number) => weakShare(shares(tenWeak, 'new', 1000, luck));
    expect(weak(2)).toBeLessThan(weak(0) - 0.1);
    expect(weak(-2)).toBeGreaterThan(weak(0) + 0.1);
  });

  it('matters less the more is known of a learner', () => {
    const known = { ...NOTHING, new: { 1: 500, 2: 500, 3: 500, 4: 500 } };
    const weak = (luck: number) => weakShare(shares(known, 'new', 1000, luck));
    expect(weak(-2) - weak(2)).toBeLessThan(0.06);
  });

  it('never makes a share that is none', () => {
    fc.assert(
      fc.property(fc.double({ min: -50, max: 50, noNaN: true }), (luck) => {
        for (const from of STANDPOINTS) {
          const weak = weakShare(shares(NOTHING, from, 100, luck));
          expect(weak).toBeGreaterThanOrEqual(0);
          expect(weak).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
