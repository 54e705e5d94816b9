// The next card of a burst over a list: in the order of the list, weak ones coming back.

import type { CardEntry } from '../bank/card.ts';
import type { Pick } from './pick.ts';
import { type Shown, standings } from './standing.ts';

/**
 * @param cards in the order in which they are wanted
 * @param shown the ratings of this burst, oldest first, without the undone ones
 * @param now epoch ms
 * @returns `null` if no card of the list may be shown now
 */
export function pickListed(
  cards: readonly CardEntry[],
  shown: readonly Shown[],
  now: number,
): Pick | null {
  const standing = standings(shown, now);
  for (const card of cards) {
    const own = standing.get(card.id);
    if (!own) return { card, reason: { kind: 'listed' } };
    if (own.kind === 'returns') {
      return { card, reason: { kind: 'return', confidence: own.confidence } };
    }
  }
  return null;
}
