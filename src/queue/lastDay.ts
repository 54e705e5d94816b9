// What can still be won on the last day before an interview, in the order in which it pays.

import type { CardEntry, CardId, Topic } from '../bank/card.ts';
import type { Memory } from '../memory/memory.ts';
import { cardReadiness, readiness } from '../memory/readiness.ts';
import { isNewSenior } from './newSenior.ts';

/** Why a card is worth a minute of the last day. */
export type Gain = 'sure-and-wrong' | 'shaky' | 'new';

export interface Winnable {
  readonly card: CardEntry;
  readonly gain: Gain;
}

/** Above this readiness another look changes nothing that an interviewer would notice. */
const SAFE = 0.9;

interface Situation {
  /** In the order of the bank, with the cards that may be asked. */
  readonly topics: readonly Topic[];
  readonly memories: ReadonlyMap<CardId, Memory>;
  /** Cards on which the learner was sure and wrong, the latest first. */
  readonly surprises: readonly CardId[];
  /** Epoch ms. */
  readonly horizon: number;
}

/**
 * First what the learner believes to know and does not, then what they have seen, the shakiest
 * first, then what is new and not senior: core before follow-up, from the weakest topic on.
 */
export function winnable({ topics, memories, surprises, horizon }: Situation): readonly Winnable[] {
  const cards = new Map(
    topics.flatMap((topic) => topic.cards.map((card) => [card.id, card] as const)),
  );
  const wrong = surprises.flatMap((id) => cards.get(id) ?? []);
  const others = [...cards.values()].filter((card) => !wrong.includes(card));
  const ready = (card: CardEntry) => cardReadiness(memories.get(card.id), horizon);

  const shaky = others
    .filter((card) => memories.has(card.id) && ready(card) < SAFE)
    .sort((a, b) => ready(a) - ready(b));
  const weakestFirst = topics
    .map((topic) => ({ topic, readiness: readiness(topic.cards, memories, horizon) }))
    .sort((a, b) => a.readiness - b.readiness)
    .flatMap(({ topic }) => topic.cards);
  const fresh = weakestFirst
    .filter(
      (card) => others.includes(card) && !memories.has(card.id) && !isNewSenior(card, memories),
    )
    .sort((a, b) => Number(b.core) - Number(a.core));

  return [...as('sure-and-wrong', wrong), ...as('shaky', shaky), ...as('new', fresh)];
}

function as(gain: Gain, cards: readonly CardEntry[]): readonly Winnable[] {
  return cards.map((card) => ({ card, gain }));
}
