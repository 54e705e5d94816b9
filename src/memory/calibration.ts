// Prediction against outcome: how often "I know this" and "Not sure" came true.

import type { Review } from './event.ts';

/** What came of a prediction, counted. */
export interface Kept {
  /** Then rated solid or nailed. */
  readonly knew: number;
  /** Then rated blank or shaky. */
  readonly didNot: number;
}

export interface Calibration {
  readonly sure: Kept;
  readonly unsure: Kept;
}

/**
 * Reviews without a prediction count nowhere.
 *
 * @param reviews as `reviewsOf` gives them
 */
export function calibrationOf(reviews: readonly Review[]): Calibration {
  return { sure: kept(reviews, 'sure'), unsure: kept(reviews, 'unsure') };
}

function kept(reviews: readonly Review[], said: 'sure' | 'unsure'): Kept {
  let knew = 0;
  let didNot = 0;
  for (const { prediction, confidence } of reviews) {
    if (prediction !== said) continue;
    if (confidence >= 3) knew++;
    else didNot++;
  }
  return { knew, didNot };
}
