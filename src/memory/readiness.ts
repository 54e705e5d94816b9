// How ready a learner will be at the horizon: for a card, for a topic, for the whole bank.

import type { CardEntry, CardId } from '../bank/card.ts';
import type { Confidence } from './event.ts';
import type { Memory } from './memory.ts';
import { recall } from './recall.ts';

const DAY_MS = 86_400_000;

/**
 * Having just read an answer must not look like knowing it, so weak ratings count for less; but not
 * for so much less that one blank holds the queue in its topic while others are new
 * (`npm run simulate`).
 */
const TRUST: Readonly<Record<Confidence, number>> = { 1: 0.45, 2: 0.8, 3: 1, 4: 1 };

/**
 * 0 to 1: the probability of recall at the horizon × trust in the last confidence.
 *
 * @param memory `undefined` if the card was never reviewed, which is 0
 * @param horizon epoch ms
 */
export function cardReadiness(memory: Memory | undefined, horizon: number): number {
  if (!memory) return 0;
  const days = (horizon - memory.reviewedAt) / DAY_MS;
  // Written so that NaN counts as 0 days too, which Math.max would let through.
  return recall(days > 0 ? days : 0, memory.stability) * TRUST[memory.confidence];
}

/**
 * 0 to 1: the mean over the cards; 0 if there are none.
 *
 * @param horizon epoch ms
 */
export function readiness(
  cards: readonly CardEntry[],
  memories: ReadonlyMap<CardId, Memory>,
  horizon: number,
): number {
  if (cards.length === 0) return 0;
  let sum = 0;
  for (const card of cards) sum += cardReadiness(memories.get(card.id), horizon);
  return sum / cards.length;
}
