// When each card of a topic comes in a burst on that topic, and why then.

import type { CardEntry, CardId, Topic } from '../bank/card.ts';
import type { Memory } from '../memory/memory.ts';
import { goesByAge } from './fading.ts';
import { type Choices, withAskable } from './interview.ts';
import { byNewness, bySeen } from './order.ts';

export type Turn =
  /** Never seen: `ahead` come for certain before it, and the dice choose among `alike`, itself included. */
  | { readonly kind: 'new'; readonly ahead: number; readonly alike: number }
  /** Seen before: first those never seen, then the weaker ones, or those seen longer ago. */
  | {
      readonly kind: 'seen';
      readonly unseen: number;
      readonly ahead: number;
      readonly by: 'weakness' | 'age';
    }
  /** The learner does not need it. */
  | { readonly kind: 'suspended' }
  /** Its level is not in the interview. */
  | { readonly kind: 'level-off' };

export interface CardTurn {
  readonly card: CardEntry;
  readonly turn: Turn;
}

/**
 * All cards of the topic in the order in which a burst on it begins to ask them, then those that it
 * does not ask; where none may be asked it asks them all. Within the burst weak ones come back in
 * between.
 *
 * @param memories of all topics
 * @param horizon epoch ms
 */
export function turns(
  topic: Topic,
  choices: Pick<Choices, 'levels' | 'isSuspended'>,
  memories: ReadonlyMap<CardId, Memory>,
  horizon: number,
): readonly CardTurn[] {
  const askable = withAskable(topic, choices).cards;
  const asked = askable.length > 0 ? askable : topic.cards;
  const unseen = asked.filter(({ id }) => !memories.has(id)).toSorted(byNewness);
  const byAge = goesByAge([{ cards: asked }], memories);
  const order = bySeen({ byAge, memories, horizon });
  const by = byAge ? 'age' : 'weakness';
  const seen = asked
    .filter(({ id }) => memories.has(id))
    .toSorted((a, b) => order(a, b) || (a.id < b.id ? -1 : 1));

  return [
    ...unseen.map((card): CardTurn => {
      const places = unseen.map((other) => byNewness(other, card));
      const ahead = places.filter((one) => one < 0).length;
      const alike = places.filter((one) => one === 0).length;
      return { card, turn: { kind: 'new', ahead, alike } };
    }),
    ...seen.map((card, ahead): CardTurn => {
      return { card, turn: { kind: 'seen', unseen: unseen.length, ahead, by } };
    }),
    ...topic.cards
      .filter((card) => !asked.includes(card))
      .map((card): CardTurn => {
        const kind = choices.isSuspended(card.id) ? 'suspended' : 'level-off';
        return { card, turn: { kind } };
      }),
  ];
}
