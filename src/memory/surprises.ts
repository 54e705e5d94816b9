// Cards on which the learner was sure and wrong, and has not proved the opposite since.

import type { CardId } from '../bank/card.ts';
import type { Event, Review } from './event.ts';
import { reviewsOf } from './reviews.ts';

/** A solid answer minutes after reading it proves nothing; one after a night does. */
const PROOF_AFTER_MS = 12 * 3_600_000;

/**
 * @param events of any cards, in any order, duplicates allowed
 * @returns the cards, the one that surprised last first
 */
export function sureAndWrong(events: readonly Event[]): readonly CardId[] {
  const wrongAt = new Map<CardId, number>();
  for (const review of reviewsOf(events)) {
    const { card, at, confidence } = review;
    const since = wrongAt.get(card);
    if (isSurprise(review)) wrongAt.set(card, at);
    else if (since !== undefined && confidence >= 3 && at - since >= PROOF_AFTER_MS) {
      wrongAt.delete(card);
    }
  }
  return [...wrongAt].toSorted(([, a], [, b]) => b - a).map(([card]) => card);
}

/** Said "I know this" before the reveal, and then did not. */
function isSurprise({ prediction, confidence }: Review): boolean {
  return prediction === 'sure' && confidence <= 2;
}
