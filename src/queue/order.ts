// The order of the cards within a topic.

import type { CardEntry, CardId, Level } from '../bank/card.ts';
import type { Memory } from '../memory/memory.ts';
import { cardReadiness } from '../memory/readiness.ts';
import { seenAt } from './fading.ts';
import { shuffleKey } from './shuffle.ts';

const LEVEL_RANK: Readonly<Record<Level, number>> = { junior: 0, mid: 1, senior: 2 };

/** Among cards never seen: core before follow-up, junior before mid before senior. */
export function byNewness(a: CardEntry, b: CardEntry): number {
  return Number(b.core) - Number(a.core) || LEVEL_RANK[a.level] - LEVEL_RANK[b.level];
}

/** By what cards that were seen before are put in order. */
export interface SeenOrder {
  /** Longest ago first, instead of least ready first. */
  readonly byAge: boolean;
  readonly memories: ReadonlyMap<CardId, Memory>;
  /** Epoch ms. */
  readonly horizon: number;
}

/** Among cards seen before: the least ready first, or the one seen longest ago. */
export function bySeen({
  byAge,
  memories,
  horizon,
}: SeenOrder): (a: CardEntry, b: CardEntry) => number {
  const rank = byAge
    ? (card: CardEntry) => seenAt(card, memories)
    : ({ id }: CardEntry) => cardReadiness(memories.get(id), horizon);
  return (a, b) => rank(a) - rank(b);
}

/**
 * The card to show next. Cards never seen come before all others: core before follow-up, junior
 * before mid before senior, then shuffled by the seed; then those seen before, by id among equals.
 *
 * @param candidates of one topic, at least one
 */
export function nextCard(
  candidates: readonly CardEntry[],
  order: SeenOrder,
  seed: string,
): CardEntry {
  const unseen = candidates.filter((card) => !order.memories.has(card.id));
  if (unseen.length > 0) {
    return first(
      unseen,
      (a, b) => byNewness(a, b) || shuffleKey(seed, a.id) - shuffleKey(seed, b.id),
    );
  }
  return first(candidates, bySeen(order));
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
