// Readiness day by day, as the home screen showed it or would have shown it then.

import type { CardEntry } from '../bank/card.ts';
import { daysBetween, midnight } from './days.ts';
import type { Review } from './event.ts';
import { readiness } from './readiness.ts';
import { replay } from './replay.ts';

export interface ReadinessPoint {
  /** Epoch ms. */
  readonly at: number;
  /** 0–1. */
  readonly readiness: number;
}

const MOST_DAYS = 30;

/**
 * The midnights since the day of the first review, at most thirty, and now.
 *
 * @param reviews as `reviewsOf` gives them
 * @param cards that count today, whether or not they did then
 * @param now epoch ms; reviews of later moments, which a clock set back leaves behind, count now
 * @param horizon what was prepared for at a moment; both in epoch ms
 */
export function timeline(
  reviews: readonly Review[],
  cards: readonly CardEntry[],
  now: number,
  horizon: (at: number) => number,
): readonly ReadinessPoint[] {
  const moments = [...midnights(reviews[0]?.at ?? now, now), Number.POSITIVE_INFINITY];
  return replay(reviews, moments, (memories, moment) => {
    const at = Math.min(moment, now);
    return { at, readiness: readiness(cards, memories, horizon(at)) };
  });
}

function midnights(first: number, now: number): readonly number[] {
  const days = Math.min(MOST_DAYS, Math.max(0, daysBetween(first, now)));
  return Array.from({ length: days + 1 }, (_, day) => midnight(now, day - days));
}
