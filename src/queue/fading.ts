// Whether what was seen longest ago comes next instead of what is weakest, because the learner forgets fast.

import type { CardEntry, CardId } from '../bank/card.ts';
import type { Memory } from '../memory/memory.ts';

/** Of a card asked again and yet hardly held. */
const FADED_DAYS = 1;
const SHARE = 0.4;
/** So that the first few cards decide nothing. */
const SPARE = 2;

interface Cards {
  readonly cards: readonly CardEntry[];
}

/**
 * For whom most fades within days, all is weak alike, and even distances teach more than a choice
 * between the weak. In the simulation (`npm run simulate`) this raises what learners who forget by
 * ACT-R know, and changes next to nothing for those who forget by DASH.
 *
 * @param topics that may be asked; while one of their cards was never seen, it is `false`
 * @param memories of all topics
 */
export function goesByAge(
  topics: readonly Cards[],
  memories: ReadonlyMap<CardId, Memory>,
): boolean {
  const sawAll = topics.every(({ cards }) => cards.every(({ id }) => memories.has(id)));
  return sawAll && fadesFast(memories);
}

/** Of all cards reviewed twice or more, clearly more than four in ten have a stability below a day. */
function fadesFast(memories: ReadonlyMap<CardId, Memory>): boolean {
  let asked = 0;
  let faded = 0;
  for (const { reviews, stability } of memories.values()) {
    if (reviews < 2) continue;
    asked += 1;
    if (stability < FADED_DAYS) faded += 1;
  }
  return faded > SHARE * asked + SPARE;
}

/** Epoch ms of the last review; 0 if there was none. */
export function seenAt({ id }: CardEntry, memories: ReadonlyMap<CardId, Memory>): number {
  return memories.get(id)?.reviewedAt ?? 0;
}
