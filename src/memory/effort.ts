// The time that went into cards, in all and lately.

import type { Review } from './event.ts';

export interface Effort {
  /** Cards rated; one that came up twice counts twice. */
  readonly cards: number;
  /** Time on screen. */
  readonly ms: number;
}

const WEEK_MS = 7 * 86_400_000;

/** @param reviews as `reviewsOf` gives them */
export function effortOf(reviews: readonly Review[]): Effort {
  return { cards: reviews.length, ms: reviews.reduce((sum, { tookMs }) => sum + tookMs, 0) };
}

/**
 * The reviews of seven times 24 hours, so that it makes no difference at what hour one looks.
 *
 * @param reviews as `reviewsOf` gives them
 * @param now epoch ms; reviews of later moments, which a clock set back leaves behind, count too
 */
export function ofLastWeek(reviews: readonly Review[], now: number): readonly Review[] {
  return reviews.filter(({ at }) => at > now - WEEK_MS);
}
