// A made-up bank: topics of uneven size, cards of three levels, core and follow-up.

import type { CardEntry, CardId, Level, Topic, TopicId } from '../../src/bank/card.ts';
import { dice } from './dice.ts';

export interface SimulatedBank {
  readonly topics: readonly Topic[];
  /** All cards in the order of the bank. */
  readonly cards: readonly CardEntry[];
  /** The place of a card in `cards`. */
  readonly indexOf: ReadonlyMap<CardId, number>;
  /** The place of each card's topic in `topics`. */
  readonly topicOf: readonly number[];
}

export function createBank(cardCount: number, topicCount: number): SimulatedBank {
  const luck = dice(`bank of ${cardCount}`);
  const topics = sizes(cardCount, topicCount, (topic) => luck(0, topic)).map((size, topic) => {
    const id = `t${pad(topic)}` as TopicId;
    const cards = Array.from({ length: size }, (_, card): CardEntry => {
      const core = luck(1, topic, card) < 0.75;
      const level = levelOf(luck(2, topic, card));
      return { id: `${id}-${pad(card)}` as CardId, topic: id, level, core };
    });
    return { id, title: id, summary: '', cards };
  });
  const cards = topics.flatMap((topic) => topic.cards);
  return {
    topics,
    cards,
    indexOf: new Map(cards.map((card, index) => [card.id, index])),
    topicOf: topics.flatMap((topic, index) => topic.cards.map(() => index)),
  };
}

/** Two cards a topic, and the rest by weights of which the largest is five times the smallest. */
function sizes(cards: number, topics: number, roll: (topic: number) => number): readonly number[] {
  const weights = Array.from({ length: topics }, (_, topic) => 1 + 4 * roll(topic));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const spare = cards - 2 * topics;
  let given = 0;
  let upTo = 0;
  return weights.map((weight) => {
    upTo += weight;
    const extra = Math.round((spare * upTo) / total) - given;
    given += extra;
    return 2 + extra;
  });
}

function levelOf(roll: number): Level {
  if (roll < 0.4) return 'junior';
  return roll < 0.75 ? 'mid' : 'senior';
}

function pad(index: number): string {
  return String(index).padStart(2, '0');
}
