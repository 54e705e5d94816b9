// Time and cards, in all and in the last seven days.

import { describe, expect, it } from 'vitest';
import { effortOf, ofLastWeek } from '../../src/memory/effort.ts';
import { reviewsOf } from '../../src/memory/reviews.ts';
import { DAY, EVENING, review, undo } from './logs.ts';

describe('effort', () => {
  it('is the number of ratings and the time they took', () => {
    const reviews = [
      { ...review('1', EVENING), tookMs: 10_000 },
      { ...review('2', EVENING + DAY), tookMs: 30_000 },
    ];
    expect(effortOf(reviews)).toEqual({ cards: 2, ms: 40_000 });
    expect(effortOf([])).toEqual({ cards: 0, ms: 0 });
  });

  it('does not count what was undone', () => {
    const slip = review('1', EVENING);
    const events = [slip, undo('2', slip, EVENING + 1), review('3', EVENING + 2)];
    expect(effortOf(reviewsOf(events))).toEqual({ cards: 1, ms: 20_000 });
  });
});

describe('the last week', () => {
  const now = EVENING + 30 * DAY;
  const at = (time: number) => ofLastWeek([review('1', time)], now).length;

  it('is seven times 24 hours, to the millisecond', () => {
    expect(at(now - 7 * DAY)).toBe(0);
    expect(at(now - 7 * DAY + 1)).toBe(1);
    expect(at(now)).toBe(1);
  });

  it('has what a clock that was set back left ahead', () => {
    expect(at(now + DAY)).toBe(1);
  });
});
