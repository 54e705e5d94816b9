// Where a card that a burst has shown stands: it rests, or it may come back.

import type { CardId } from '../bank/card.ts';
import type { Confidence } from '../memory/event.ts';

/** One rating of the burst. */
export interface Shown {
  readonly card: CardId;
  readonly confidence: Confidence;
  /** Epoch ms. */
  readonly at: number;
}

export type Standing =
  | { readonly kind: 'rests' }
  | { readonly kind: 'returns'; readonly confidence: 1 | 2 };

// Long enough away that coming back takes recall rather than short-term memory.
const OTHERS_BETWEEN = 4;
const AWAY_MS = 120_000;
// Three looks in one sitting are enough: a fourth costs a card that is still unknown.
const MOST_RETURNS = 2;

const RESTS: Standing = { kind: 'rests' };

/**
 * The standing of every card the burst has shown; a card it has not shown has none.
 *
 * @param shown this burst's ratings, oldest first
 * @param now epoch ms
 */
export function standings(shown: readonly Shown[], now: number): ReadonlyMap<CardId, Standing> {
  const times = new Map<CardId, number>();
  const result = new Map<CardId, Standing>();
  for (const [index, { card, confidence, at }] of shown.entries()) {
    const showings = (times.get(card) ?? 0) + 1;
    times.set(card, showings);
    const away = shown.length - 1 - index >= OTHERS_BETWEEN && now - at >= AWAY_MS;
    const weak = confidence === 1 || confidence === 2;
    const returns = weak && away && showings <= MOST_RETURNS;
    result.set(card, returns ? { kind: 'returns', confidence } : RESTS);
  }
  return result;
}
