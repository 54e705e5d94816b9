// Every rule of the queue, read literally and held against any situation.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardEntry, Level, Topic } from '../../src/bank/card.ts';
import { cardReadiness, readiness } from '../../src/memory/readiness.ts';
import { type Pick, pick, type Situation } from '../../src/queue/pick.ts';
import { shuffleKey } from '../../src/queue/shuffle.ts';
import { situations } from './banks.ts';

describe('in any situation', () => {
  function inAny(check: (now: Situation, next: Pick, of: Topic) => void): void {
    fc.assert(
      fc.property(situations, (now) => {
        const next = pick(now);
        const of = now.topics.find((one) => one.id === next?.card.topic);
        if (next && of) check(now, next, of);
      }),
      { numRuns: 1000 },
    );
  }

  it('there is a card if and only if there is a candidate', () => {
    fc.assert(
      fc.property(situations, (now) => {
        const any = now.topics.some((one) => candidatesOf(one, now).length > 0);
        expect(pick(now) !== null).toBe(any);
      }),
      { numRuns: 1000 },
    );
  });

  it('the card is a candidate of its topic', () => {
    inAny((now, next, of) => expect(candidatesOf(of, now)).toContain(next.card));
  });

  it('the topic is the weakest open one, or the next after two in a row', () => {
    inAny((now, _, of) => {
      const [weakest, second] = weakestFirst(now);
      const changes = weakest && second && hadLastTwo(weakest, now);
      expect(of).toBe(changes ? second : weakest);
    });
  });

  it('no topic has a third card in a row while another has a candidate', () => {
    inAny((now, _, of) => {
      if (hadLastTwo(of, now)) expect(weakestFirst(now)).toEqual([of]);
    });
  });

  it('the card is the first of its topic', () => {
    inAny((now, next, of) => {
      const sorted = candidatesOf(of, now).toSorted((a, b) => compare(key(a, now), key(b, now)));
      expect(next.card).toBe(sorted[0]);
    });
  });

  it('the reason tells the truth', () => {
    inAny((now, { card, reason }, of) => {
      const last = now.shown.findLast((one) => one.card === card.id);
      expect(reason.kind === 'return').toBe(last !== undefined);
      if (reason.kind === 'return') {
        expect(reason.confidence).toBe(last?.confidence);
        return;
      }
      if (reason.kind === 'listed') throw new Error('There is no list');
      expect(reason.topic).toBe(of.id);
      expect(reason.kind === 'longest-ago').toBe(asksOldest(now));
      if (reason.kind === 'longest-ago') return;
      const isNew = of.cards.every((one) => !now.memories.has(one.id));
      expect(reason.kind === 'new-topic').toBe(isNew);
      if (reason.kind === 'new-topic') return;
      expect(reason.readiness).toBe(readiness(of.cards, now.memories, now.horizon));
      expect(reason.kind === 'weakest-topic').toBe(weakestFirst(now)[0] === of);
    });
  });

  it('the same situation gives the same card and leaves the situation alone', () => {
    fc.assert(
      fc.property(situations, (now) => {
        const copy = structuredClone(now);
        expect(pick(now)).toEqual(pick(copy));
        expect(now).toEqual(copy);
      }),
    );
  });
});

/** Step 1 of the rule, word by word. */
function candidatesOf(of: Topic, { shown: ratings, now }: Situation): CardEntry[] {
  return of.cards.filter((card) => {
    const own = ratings.filter((one) => one.card === card.id);
    const last = own.at(-1);
    if (!last) return true;
    const since = ratings.slice(ratings.lastIndexOf(last) + 1);
    const returns = own.length - 1;
    return last.confidence <= 2 && since.length >= 4 && now - last.at >= 120_000 && returns < 2;
  });
}

/** All were seen, and of those asked again more than four in ten and two are hardly held. */
function asksOldest({ topics, memories: known }: Situation): boolean {
  const again = [...known.values()].filter(({ reviews }) => reviews > 1);
  const faded = again.filter(({ stability }) => stability < 1);
  const unseen = topics.flatMap(({ cards }) => cards).filter(({ id }) => !known.has(id));
  return unseen.length === 0 && faded.length > 0.4 * again.length + 2;
}

function weakestFirst(now: Situation): Topic[] {
  const at = ({ id }: CardEntry) => now.memories.get(id)?.reviewedAt ?? 0;
  const meanAt = ({ cards }: Topic) =>
    cards.reduce((sum, card) => sum + at(card), 0) / cards.length;
  const ready = (one: Topic) =>
    asksOldest(now) ? meanAt(one) : readiness(one.cards, now.memories, now.horizon);
  return now.topics
    .filter((one) => candidatesOf(one, now).length > 0)
    .toSorted((a, b) => ready(a) - ready(b));
}

function hadLastTwo(one: Topic, { shown: ratings }: Situation): boolean {
  const topics = ratings.slice(-2).map((rating) => rating.card.split('-')[0]);
  return topics.length === 2 && topics[0] === one.id && topics[1] === one.id;
}

/** Steps 3 and 4 of the rule as one list to compare by. */
function key(card: CardEntry, now: Situation): (number | string)[] {
  const { memories: known, horizon, seed } = now;
  const memory = known.get(card.id);
  if (memory && asksOldest(now)) return [memory.reviewedAt, card.id];
  if (memory) return [cardReadiness(memory, horizon), card.id];
  const levels: Level[] = ['junior', 'mid', 'senior'];
  return [0, card.core ? 0 : 1, levels.indexOf(card.level), shuffleKey(seed, card.id), card.id];
}

function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right !== undefined && left !== right) return left < right ? -1 : 1;
  }
  return 0;
}
