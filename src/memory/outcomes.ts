// How a learner's ratings come out, by what they last showed on the card: a count of the past.

import type { CardId } from '../bank/card.ts';
import type { Confidence, Review } from './event.ts';

/**
 * What was known of a card when it came up: nothing, that it was weak or strong when it was last
 * rated, or that it was weak in this very burst.
 */
export type Standpoint = 'new' | 'weak' | 'strong' | 'again';

/** One figure for each confidence. */
export type PerConfidence = Readonly<Record<Confidence, number>>;

/** How often each confidence was given. */
export type Outcomes = Readonly<Record<Standpoint, PerConfidence>>;

/** @param last the confidence of the review before; `undefined` if there was none */
export function standpointOf(last: Confidence | undefined, sameBurst: boolean): Standpoint {
  if (last === undefined) return 'new';
  if (last >= 3) return 'strong';
  return sameBurst ? 'again' : 'weak';
}

/** @param reviews as `reviewsOf` gives them */
export function outcomesOf(reviews: readonly Review[]): Outcomes {
  const none = () => ({ 1: 0, 2: 0, 3: 0, 4: 0 });
  const counted = { new: none(), weak: none(), strong: none(), again: none() };
  const lastOf = new Map<CardId, Review>();
  for (const review of reviews) {
    const last = lastOf.get(review.card);
    const from = standpointOf(last?.confidence, last?.burst === review.burst);
    counted[from][review.confidence]++;
    lastOf.set(review.card, review);
  }
  return counted;
}
