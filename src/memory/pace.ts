// How much a learner has studied lately: cards a day, and how unevenly.

import { midnight } from './days.ts';
import { effortOf, ofLastWeek } from './effort.ts';
import type { Review } from './event.ts';

export interface Pace {
  /** Over the last seven days, or since the morning of the first review if that is less. */
  readonly cardsADay: number;
  /** The standard deviation of a day's cards. */
  readonly spread: number;
  /** How many days that is, 1 to 7; today is a part of one. */
  readonly days: number;
  readonly cardsABurst: number;
  readonly msACard: number;
}

const DAY_MS = 86_400_000;
const MOST_DAYS = 7;

/**
 * @param reviews as `reviewsOf` gives them
 * @param now epoch ms
 * @returns `null` if there was no review in the last seven days
 */
export function paceOf(reviews: readonly Review[], now: number): Pace | null {
  const recent = ofLastWeek(reviews, now);
  const [first] = reviews;
  if (!first || recent.length === 0) return null;
  const { cards, ms } = effortOf(recent);
  const days = Math.min(MOST_DAYS, Math.max(1, (now - midnight(first.at)) / DAY_MS));
  return {
    cardsADay: cards / days,
    spread: spreadOf(recent, now, days),
    days,
    cardsABurst: cards / new Set(recent.map(({ burst }) => burst)).size,
    msACard: ms / cards,
  };
}

/**
 * Counts, besides the days that were, one without any card: one day, or two alike, say little about
 * the next.
 */
function spreadOf(recent: readonly Review[], now: number, days: number): number {
  const cards = Array.from({ length: Math.ceil(days) }, () => 0);
  for (const { at } of recent) {
    const ago = Math.min(cards.length - 1, Math.max(0, Math.floor((now - at) / DAY_MS)));
    cards[ago] = (cards[ago] ?? 0) + 1;
  }
  const mean = recent.length / cards.length;
  const squares = cards.reduce((sum, count) => sum + (count - mean) ** 2, mean ** 2);
  return Math.sqrt(squares / cards.length);
}
