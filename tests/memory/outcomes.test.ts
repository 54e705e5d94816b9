// How ratings came out, by what was known of the card before.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BurstId, Confidence, Review } from '../../src/memory/event.ts';
import { outcomesOf, type Standpoint, standpointOf } from '../../src/memory/outcomes.ts';
import { reviewsOf } from '../../src/memory/reviews.ts';
import { DAY, EVENING, logs, review } from './logs.ts';

function rated(at: number, confidence: Confidence, burst: string, card = 'a'): Review {
  return { ...review(`${card} ${at}`, at, confidence, card), burst: burst as BurstId };
}

describe('what was known', () => {
  it.each<[Confidence | undefined, boolean, Standpoint]>([
    [undefined, false, 'new'],
    [1, false, 'weak'],
    [2, false, 'weak'],
    [1, true, 'again'],
    [2, true, 'again'],
    [3, false, 'strong'],
    [4, false, 'strong'],
    [3, true, 'strong'],
  ])('after %s, in the same burst: %s', (last, sameBurst, expected) => {
    expect(standpointOf(last, sameBurst)).toBe(expected);
  });
});

describe('outcomes', () => {
  it('go from rating to rating of the same card', () => {
    const reviews = [
      rated(EVENING, 1, 'first', 'a'),
      rated(EVENING + 1, 3, 'first', 'b'),
      rated(EVENING + 2, 2, 'first', 'a'),
      rated(EVENING + DAY, 3, 'second', 'a'),
      rated(EVENING + DAY + 1, 4, 'second', 'b'),
    ];
    expect(outcomesOf(reviews)).toEqual({
      new: { 1: 1, 2: 0, 3: 1, 4: 0 },
      again: { 1: 0, 2: 1, 3: 0, 4: 0 },
      weak: { 1: 0, 2: 0, 3: 1, 4: 0 },
      strong: { 1: 0, 2: 0, 3: 0, 4: 1 },
    });
  });

  it('hold every review once, and one of each card is new', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const reviews = reviewsOf(log);
        const counted = outcomesOf(reviews);
        const sum = (from: Standpoint) =>
          Object.values(counted[from]).reduce((all, one) => all + one, 0);
        expect(sum('new') + sum('weak') + sum('strong') + sum('again')).toBe(reviews.length);
        expect(sum('new')).toBe(new Set(reviews.map((one) => one.card)).size);
      }),
    );
  });
});
