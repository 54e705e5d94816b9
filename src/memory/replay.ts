// What was held in memory at former moments: the reviews, played again in the order they happened.

import type { CardId } from '../bank/card.ts';
import type { Event, Review } from './event.ts';
import { type Memory, remember } from './memory.ts';
import { reviewsOf } from './reviews.ts';

/**
 * The memories as they were; a review that was undone at any time, even later, never was.
 *
 * @param events of any cards, in any order, duplicates allowed
 * @param at epoch ms; what happened at this very moment counts
 */
export function memoriesAt(events: readonly Event[], at: number): ReadonlyMap<CardId, Memory> {
  const [memories] = replay(reviewsOf(events), [at], (then) => then);
  return memories ?? new Map();
}

/**
 * Plays the reviews once, and has a look at every moment on the way.
 *
 * @param reviews as `reviewsOf` gives them
 * @param moments epoch ms, rising
 * @param look must not keep the memories, which go on changing
 * @returns what was seen at each moment
 */
export function replay<Seen>(
  reviews: readonly Review[],
  moments: readonly number[],
  look: (memories: ReadonlyMap<CardId, Memory>, at: number) => Seen,
): readonly Seen[] {
  const memories = new Map<CardId, Memory>();
  let next = 0;
  return moments.map((at) => {
    for (let review = reviews[next]; review && review.at <= at; review = reviews[++next]) {
      memories.set(review.card, remember(memories.get(review.card), review));
    }
    return look(memories, at);
  });
}
