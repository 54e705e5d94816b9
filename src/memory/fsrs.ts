// The forgetting model: FSRS-6 with its default weights, in the only file that knows ts-fsrs.

import { FSRSAlgorithm } from 'ts-fsrs';
import type { Confidence } from './event.ts';

/** How well a card is held. */
export interface Strength {
  /** Days after which recall has fallen to 90 %; 0.001 to 36 500. */
  readonly stability: number;
  /** 1 (easy) to 10 (hard). */
  readonly difficulty: number;
}

// Not `fsrs()`: that would bundle the schedulers too, twice the bytes for nothing we use.
const model = new FSRSAlgorithm({});

/**
 * The strength after a review.
 *
 * @param before `null` for the first review of a card
 * @param elapsedDays whole days since the review before, from 0; 0 is the same-day formula
 * @see https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm (FSRS-6)
 */
export function step(
  before: Strength | null,
  elapsedDays: number,
  confidence: Confidence,
): Strength {
  return model.next_state(before, elapsedDays, confidence);
}
