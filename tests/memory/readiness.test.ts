// Readiness: its range under any clock, the trust in a rating, and the mean.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardEntry, CardId, TopicId } from '../../src/bank/card.ts';
import type { Confidence } from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import { foldCard, type Memory, remember } from '../../src/memory/memory.ts';
import { cardReadiness, readiness } from '../../src/memory/readiness.ts';
import { recall } from '../../src/memory/recall.ts';
import { confidences, DAY, EVENING, logs, review, times } from './logs.ts';

function reviewed(confidence: Confidence, at = EVENING): Memory {
  return remember(undefined, review('1', at, confidence));
}

describe('of a card', () => {
  it('is 0 before its first review', () => {
    expect(cardReadiness(undefined, EVENING)).toBe(0);
  });

  it.each<[Confidence, number, number]>([
    [1, 0.212, 0.45],
    [2, 1.2931, 0.8],
    [3, 2.3065, 1],
    [4, 8.2956, 1],
  ])('after confidence %i is recall at the horizon times trust', (confidence, stability, trust) => {
    const expected = recall(7, stability) * trust;
    expect(cardReadiness(reviewed(confidence), EVENING + 7 * DAY)).toBe(expected);
  });

  it('a golden number: a solid card a week later', () => {
    expect(cardReadiness(reviewed(3), EVENING + 7 * DAY)).toBeCloseTo(0.80830994, 7);
  });

  it('trusts the last confidence, not the best', () => {
    const lapsed = foldCard([review('1', EVENING, 4), review('2', EVENING + DAY, 1)]);
    expect(cardReadiness(lapsed, EVENING + DAY)).toBe(0.45);
  });

  it('uses fractions of a day, so that two cards of today do not tie', () => {
    const horizon = EVENING + 7.5 * DAY;
    const earlier = cardReadiness(reviewed(3, EVENING), horizon);
    const later = cardReadiness(reviewed(3, EVENING + 1000), horizon);
    expect(earlier).toBeLessThan(later);
  });

  it('is not more than trust when the horizon lies before the review', () => {
    expect(cardReadiness(reviewed(3), EVENING - 3 * 365 * DAY)).toBe(1);
    expect(cardReadiness(reviewed(2), 0)).toBe(0.8);
  });

  it('never rises as the horizon moves away', () => {
    fc.assert(
      fc.property(logs, times, times, (log, one, other) => {
        for (const memory of fold(log).memories.values()) {
          const near = cardReadiness(memory, Math.min(one, other));
          expect(cardReadiness(memory, Math.max(one, other))).toBeLessThanOrEqual(near);
        }
      }),
    );
  });
});

describe('under any clock', () => {
  const clocks = fc.oneof(
    times,
    fc.maxSafeInteger(),
    fc.double(),
    fc.constantFrom(
      0,
      -1,
      EVENING - 20 * 365 * DAY,
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
      Number.MAX_VALUE,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
    ),
  );
  const history = fc.array(fc.tuple(fc.oneof(times, fc.maxSafeInteger()), confidences));

  it('lies in 0 to 1', () => {
    fc.assert(
      fc.property(history, clocks, (happened, horizon) => {
        const events = happened.map(([at, confidence], index) =>
          review(String(index), at, confidence),
        );
        const memory = foldCard(events);
        expectShare(cardReadiness(memory, horizon));
        const memories = new Map(memory ? [[memory.card, memory]] : []);
        expectShare(readiness([entry('contexts-1'), entry('contexts-2')], memories, horizon));
      }),
      { numRuns: 500 },
    );
  });

  function expectShare(value: number): void {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
});

describe('of cards', () => {
  it('is 0 if there are none', () => {
    expect(readiness([], new Map(), EVENING)).toBe(0);
  });

  it('is the mean, with 0 for the cards never reviewed', () => {
    const { memories } = fold([review('1', EVENING, 3, 'a'), review('2', EVENING, 2, 'b')]);
    const cards = [entry('a'), entry('b'), entry('c'), entry('d')];
    expect(readiness(cards, memories, EVENING)).toBe((1 + 0.8) / 4);
  });

  it('leaves out memories of other cards', () => {
    const { memories } = fold([review('1', EVENING, 3, 'a'), review('2', EVENING, 3, 'gone')]);
    expect(readiness([entry('a')], memories, EVENING)).toBe(1);
  });
});

function entry(id: string): CardEntry {
  return { id: id as CardId, topic: 'contexts' as TopicId, level: 'junior', core: true };
}
