// Study as a calendar: how many cards and bursts on each day of the last weeks.

import { daysBetween, midnight } from './days.ts';
import type { BurstId, Review } from './event.ts';

export interface CalendarDay {
  /** The midnight it begins with, in epoch ms. */
  readonly at: number;
  /** Cards rated; one that came up twice counts twice. */
  readonly cards: number;
  /** Bursts in which a card was rated on that day. */
  readonly bursts: number;
  readonly when: 'past' | 'today' | 'ahead';
}

/** Monday to Sunday. */
export type Week = readonly CalendarDay[];

export interface Calendar {
  /** The current week is the last one. */
  readonly weeks: readonly Week[];
  /** All of these in the weeks shown. */
  readonly cards: number;
  readonly bursts: number;
  /** Days with a card. */
  readonly days: number;
}

interface Tally {
  cards: number;
  readonly bursts: Set<BurstId>;
}

const WEEKS = 5;

/**
 * @param reviews as `reviewsOf` gives them
 * @param now epoch ms
 */
export function calendarOf(reviews: readonly Review[], now: number): Calendar {
  // Sunday is 0 for Date, and the last day of a week for us.
  const sinceMonday = (new Date(now).getDay() + 6) % 7;
  const monday = midnight(now, -sinceMonday - 7 * (WEEKS - 1));
  const end = midnight(monday, 7 * WEEKS);
  const tallies = Array.from({ length: 7 * WEEKS }, (): Tally => ({ cards: 0, bursts: new Set() }));
  const bursts = new Set<BurstId>();
  for (const { at, burst } of reviews) {
    if (at < monday || at >= end) continue;
    const tally = tallies[daysBetween(monday, at)];
    if (!tally) continue;
    tally.cards++;
    tally.bursts.add(burst);
    bursts.add(burst);
  }

  const days = tallies.map((tally, index): CalendarDay => {
    const at = midnight(monday, index);
    const today = midnight(now);
    const when = at === today ? 'today' : at < today ? 'past' : 'ahead';
    return { at, cards: tally.cards, bursts: tally.bursts.size, when };
  });
  return {
    weeks: Array.from({ length: WEEKS }, (_, week) => days.slice(7 * week, 7 * week + 7)),
    cards: days.reduce((sum, { cards }) => sum + cards, 0),
    bursts: bursts.size,
    days: days.filter(({ cards }) => cards > 0).length,
  };
}
