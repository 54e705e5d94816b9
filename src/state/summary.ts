// What a burst did: a pure comparison of the memories before and after it.

import type { CardEntry, CardId, Topic } from '../bank/card.ts';
import type { Review } from '../memory/event.ts';
import type { Memory } from '../memory/memory.ts';
import { readiness } from '../memory/readiness.ts';

export interface Change {
  /** 0–1. */
  readonly from: number;
  readonly to: number;
}

export interface TopicChange extends Change {
  readonly topic: Topic;
}

export interface Summary {
  readonly overall: Change;
  /** Topics the burst touched, in the order it met them. */
  readonly topics: readonly TopicChange[];
  readonly reviews: readonly Review[];
  /** Cards whose last rating in the burst was blank or shaky. */
  readonly again: readonly CardEntry[];
}

/** Cards' memories as they were when the burst began, for the cards it touched. */
export type Before = ReadonlyMap<CardId, Memory | undefined>;

interface Topics {
  /** All that there are. */
  readonly bank: readonly Topic[];
  /** Those of the interview, with the cards that may be asked; only they count for readiness. */
  readonly asked: readonly Topic[];
}

/** Both ends are looked at from the same horizon, so that only the burst makes a difference. */
export function summarize(
  { bank, asked }: Topics,
  reviews: readonly Review[],
  before: Before,
  memories: ReadonlyMap<CardId, Memory>,
  horizon: number,
): Summary {
  const former = rewind(memories, before);
  const change = (cards: readonly CardEntry[]): Change => ({
    from: readiness(cards, former, horizon),
    to: readiness(cards, memories, horizon),
  });
  const entries = new Map(bank.flatMap(({ cards }) => cards.map((card) => [card.id, card])));
  const last = new Map(reviews.map((review) => [review.card, review.confidence]));
  const touched = new Set([...last.keys()].map((card) => entries.get(card)?.topic));

  return {
    overall: change(asked.flatMap(({ cards }) => cards)),
    topics: [...touched].flatMap((id) => {
      const topic = [...asked, ...bank].find((each) => each.id === id);
      return topic ? [{ topic, ...change(topic.cards) }] : [];
    }),
    reviews,
    again: [...last].flatMap(([card, confidence]) => {
      const entry = entries.get(card);
      return entry && confidence <= 2 ? [entry] : [];
    }),
  };
}

function rewind(memories: ReadonlyMap<CardId, Memory>, before: Before): Map<CardId, Memory> {
  const former = new Map(memories);
  for (const [card, memory] of before) {
    if (memory) former.set(card, memory);
    else former.delete(card);
  }
  return former;
}
