// What we believe a learner holds of a card: a fold of the card's events.

import type { CardId } from '../bank/card.ts';
import type { Confidence, Event, Review } from './event.ts';
import { step } from './fsrs.ts';
import { reviewsOf } from './reviews.ts';

export interface Memory {
  readonly card: CardId;
  /** Days after which recall has fallen to 90 %. */
  readonly stability: number;
  /** 1 (easy) to 10 (hard). */
  readonly difficulty: number;
  /** Epoch ms of the last review. */
  readonly reviewedAt: number;
  /** The last one. */
  readonly confidence: Confidence;
  /** How many reviews count, from 1. */
  readonly reviews: number;
}

const DAY_MS = 86_400_000;

/**
 * The memory after one more review.
 *
 * Equal to `foldCard` of all events only if no earlier event of the card is later than this one;
 * after a clock that went backwards, fold again.
 */
export function remember(before: Memory | undefined, review: Review): Memory {
  const elapsedDays = before ? wholeDays(before.reviewedAt, review.at) : 0;
  const { stability, difficulty } = step(before ?? null, elapsedDays, review.confidence);
  return {
    card: review.card,
    stability,
    difficulty,
    reviewedAt: review.at,
    confidence: review.confidence,
    reviews: (before?.reviews ?? 0) + 1,
  };
}

/**
 * The memory of one card.
 *
 * @param events of that card only, in any order, duplicates allowed
 * @returns `undefined` if no review is left
 */
export function foldCard(events: readonly Event[]): Memory | undefined {
  return reviewsOf(events).reduce<Memory | undefined>(remember, undefined);
}

/** Rounded: an evening to the next morning is a day from 12 hours on; a clock set back gives 0. */
function wholeDays(fromMs: number, toMs: number): number {
  return Math.max(0, Math.round((toMs - fromMs) / DAY_MS));
}
