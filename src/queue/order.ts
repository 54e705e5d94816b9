// The order of the cards within a topic.

import type { CardEntry, CardId, Level } from '../bank/card.ts';
import type { Memory } from '../memory/memory.ts';
import { cardReadiness } from '../memory/readiness.ts';
import { shuffleKey } from './shuffle.ts';

const LEVEL_RANK: Readonly<Record<Level, number>> = { junior: 0, mid: 1, senior: 2 };

/** Among cards never seen: core before follow-up, junior before mid before senior. */
export function byNewness(a: CardEntry, b: CardEntry): number {
  return Number(b.core) - Number(a.core) || LEVEL_RANK[a.level] - LEVEL_RANK[b.level];
}

/**
 * The card to show next: the least ready one, by id among equals. Cards never seen have readiness 0
 * and so come before all others: core before follow-up, junior before mid before senior, then
 * shuffled by the seed.
 *
 * @param candidates of one topic, at least one
 * @param horizon epoch ms
 */
export function nextCard(
  candidates: readonly CardEntry[],
  memories: ReadonlyMap<CardId, Memory>,
  horizon: number,
  seed: string,
): CardEntry {
  const unseen = candidates.filter((card) => !memories.has(card.id));
  if (unseen.length > 0) {
    return first(
      unseen,
      (a, b) => byNewness(a, b) || shuffleKey(seed, a.id) - shuffleKey(seed, b.id),
    );
  }
  const ready = (card: CardEntry) => cardReadiness(memories.get(card.id), horizon);
  return first(candidates, (a, b) => ready(a) - ready(b));
}

/** The first by `compare`; by id among equals. */
function first(
  cards: readonly CardEntry[],
  compare: (a: CardEntry, b: CardEntry) => number,
): CardEntry {
  return cards.reduce((best, card) => {
    const order = compare(card, best);
    return order < 0 || (order === 0 && card.id < best.id) ? card : best;
  });
}
