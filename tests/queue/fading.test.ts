import { describe, expect, it } from 'vitest';
import type { CardId } from '../../src/bank/card.ts';
import type { Memory } from '../../src/memory/memory.ts';
import { goesByAge } from '../../src/queue/fading.ts';
import { pick } from '../../src/queue/pick.ts';
import { DAY, entry, id, MORNING, situation, topic } from './banks.ts';

const NAMES = ['a-1', 'a-2', 'b-1', 'b-2', 'b-3'];
const A = topic('a', [entry('a-1'), entry('a-2')]);
const B = topic('b', [entry('b-1'), entry('b-2'), entry('b-3')]);
const BANK = [A, B];

/** @param days since each was seen, in the order of NAMES */
function held(
  days: readonly number[],
  { stability = 0.5, reviews = 2 }: { readonly stability?: number; readonly reviews?: number } = {},
): Map<CardId, Memory> {
  return new Map(
    days.map((ago, index) => {
      const card = id(NAMES[index] ?? '');
      const reviewedAt = MORNING - ago * DAY;
      return [card, { card, stability, difficulty: 6, reviewedAt, confidence: 1, reviews }];
    }),
  );
}

describe('what was seen longest ago comes next', () => {
  const days = [1, 2, 3, 4, 5];

  it('for whom most fades within a day', () => {
    expect(goesByAge(BANK, held(days))).toBe(true);
  });

  it('not for whom a day is nothing', () => {
    expect(goesByAge(BANK, held(days, { stability: 1 }))).toBe(false);
  });

  it('not while a card was never seen', () => {
    expect(goesByAge(BANK, held([1, 2, 3, 4]))).toBe(false);
  });

  it('not before cards were asked again', () => {
    expect(goesByAge(BANK, held(days, { reviews: 1 }))).toBe(false);
  });

  it('not for one or two cards that do not stay', () => {
    const some = held(days, { stability: 3 });
    for (const [card, memory] of held([1, 2])) some.set(card, memory);
    expect(goesByAge(BANK, some)).toBe(false);
  });
});

describe('a learner who forgets fast', () => {
  const asked = (days: readonly number[]) =>
    pick(situation(BANK, { memories: held(days), seed: 'any' }));

  it('is asked the oldest card of the topic left alone for longest', () => {
    expect(asked([2, 9, 3, 8, 5])).toEqual({
      card: A.cards[1],
      reason: { kind: 'longest-ago', topic: 'a' },
    });
    expect(asked([2, 9, 3, 8, 7])?.card.id).toBe('b-2');
  });

  it('gets no third card in a row from that topic', () => {
    const shown = ['b-1', 'b-2'].map((card, index) => ({
      card: id(card),
      confidence: 3 as const,
      at: MORNING - (2 - index) * 30_000,
    }));
    const next = pick(situation(BANK, { memories: held([1, 2, 9, 9, 9]), shown }));
    expect(next).toEqual({ card: A.cards[1], reason: { kind: 'longest-ago', topic: 'a' } });
  });
});
