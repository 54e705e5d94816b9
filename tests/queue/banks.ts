// Topics and ratings for tests of the queue.

import fc from 'fast-check';
import type { CardEntry, CardId, Level, Topic, TopicId } from '../../src/bank/card.ts';
import type { BurstId, Confidence, EventId, Review } from '../../src/memory/event.ts';
import { type Memory, remember } from '../../src/memory/memory.ts';
import type { Shown, Situation } from '../../src/queue/pick.ts';

export const MINUTE = 60_000;
export const DAY = 86_400_000;
/** A Monday morning. */
export const MORNING = Date.UTC(2026, 2, 2, 8);

export function id(text: string): CardId {
  return text as CardId;
}

export function entry(text: string, level: Level = 'junior', core = true): CardEntry {
  return { id: id(text), topic: (text.split('-')[0] ?? '') as TopicId, level, core };
}

/** A topic named by the part of its card ids before the hyphen. */
export function topic(name: string, cards: readonly CardEntry[]): Topic {
  return { id: name as TopicId, title: name, cards };
}

export function review(card: CardId, confidence: Confidence, at: number): Review {
  return {
    type: 'review',
    id: `${card}@${at}` as EventId,
    at,
    card,
    burst: 'burst' as BurstId,
    confidence,
    prediction: 'none',
    tookMs: 20_000,
  };
}

export function memories(
  ...reviewed: [card: string, confidence: Confidence, at: number][]
): Map<CardId, Memory> {
  return remembered(reviewed.map(([card, confidence, at]) => review(id(card), confidence, at)));
}

/** The ratings of a burst, a minute apart, the last one a minute before MORNING. */
export function shown(...ratings: [card: string, confidence: Confidence][]): Shown[] {
  return ratings.map(([card, confidence], index) => ({
    card: id(card),
    confidence,
    at: MORNING - (ratings.length - index) * MINUTE,
  }));
}

export function situation(topics: readonly Topic[], parts: Partial<Situation> = {}): Situation {
  return {
    topics,
    memories: new Map(),
    shown: [],
    seed: 'seed',
    now: MORNING,
    horizon: MORNING + 7 * DAY,
    ...parts,
  };
}

const confidences = fc.constantFrom<Confidence>(1, 2, 3, 4);
const levels = fc.constantFrom<Level>('junior', 'mid', 'senior');

/** Up to five topics of up to five cards, some of them empty. */
export const banks: fc.Arbitrary<Topic[]> = fc
  .array(fc.array(fc.tuple(levels, fc.boolean()), { maxLength: 5 }), { maxLength: 5 })
  .map((shape) =>
    shape.map((cards, t) =>
      topic(
        `t${t}`,
        cards.map(([level, core], c) => entry(`t${t}-${c}`, level, core)),
      ),
    ),
  );

/** Any situation, also ones that no burst would lead to: reviews of before, then ratings of now. */
export const situations: fc.Arbitrary<Situation> = banks.chain((topics) => {
  const cards = topics.flatMap((one) => one.cards.map((card) => card.id));
  const some = fc.constantFrom(...cards, id('left-the-bank'));
  const past = fc.integer({ min: MORNING - 30 * DAY, max: MORNING - DAY });
  const gapMs = fc.integer({ min: 0, max: 90_000 });
  return fc
    .tuple(
      fc.array(fc.tuple(some, confidences, past)),
      fc.array(fc.tuple(some, confidences, gapMs), { maxLength: 12 }),
      fc.string(),
      fc.integer({ min: MORNING, max: MORNING + 60 * DAY }),
    )
    .map(([before, ratings, seed, horizon]) => {
      let now = MORNING;
      const burst = ratings.map(([card, confidence, gap]): Shown => {
        const at = now;
        now += gap;
        return { card, confidence, at };
      });
      const events = [
        ...before.map(([card, confidence, at]) => review(card, confidence, at)),
        ...burst.map(({ card, confidence, at }) => review(card, confidence, at)),
      ];
      return situation(topics, { memories: remembered(events), shown: burst, seed, now, horizon });
    });
});

function remembered(reviews: readonly Review[]): Map<CardId, Memory> {
  const result = new Map<CardId, Memory>();
  for (const one of reviews) result.set(one.card, remember(result.get(one.card), one));
  return result;
}
