// On the last day the cards come in the order in which a minute of it pays.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardReadiness } from '../../src/memory/readiness.ts';
import { winnable } from '../../src/queue/lastDay.ts';
import { DAY, entry, id, MORNING, memories, topic } from './banks.ts';

const TOPICS = [
  topic('a', [entry('a-1'), entry('a-2', 'mid', false), entry('a-3', 'senior')]),
  topic('b', [entry('b-1', 'mid', false), entry('b-2'), entry('b-3', 'senior', false)]),
];
const HORIZON = MORNING + DAY;

function order(reviewed: Parameters<typeof memories>, surprises: readonly string[] = []) {
  const situation = { topics: TOPICS, memories: memories(...reviewed), horizon: HORIZON };
  return winnable({ ...situation, surprises: surprises.map(id) });
}

describe('what can still be won', () => {
  it('is, for a newcomer, everything but what is senior, core first', () => {
    expect(order([]).map(({ card, gain }) => [card.id, gain])).toEqual([
      ['a-1', 'new'],
      ['b-2', 'new'],
      ['a-2', 'new'],
      ['b-1', 'new'],
    ]);
  });

  it('begins with what one was sure of, and wrong', () => {
    const cards = order(
      [
        ['a-2', 1, MORNING],
        ['b-1', 3, MORNING],
        ['b-2', 2, MORNING],
      ],
      ['b-2', 'a-2'],
    );
    expect(cards.slice(0, 2)).toMatchObject([
      { card: { id: 'b-2' }, gain: 'sure-and-wrong' },
      { card: { id: 'a-2' }, gain: 'sure-and-wrong' },
    ]);
  });

  it('goes on with what was seen, the shakiest first, a senior card among it', () => {
    const cards = order([
      ['a-1', 2, MORNING],
      ['a-3', 1, MORNING],
    ]);
    expect(cards.slice(0, 2)).toMatchObject([
      { card: { id: 'a-3' }, gain: 'shaky' },
      { card: { id: 'a-1' }, gain: 'shaky' },
    ]);
  });

  it('leaves out what is safe', () => {
    expect(order([['a-1', 4, MORNING]]).map(({ card }) => card.id)).not.toContain('a-1');
  });

  it('begins the new ones with the weakest topic', () => {
    const cards = order([['a-1', 4, MORNING]]);
    expect(cards.map(({ card }) => card.id)).toEqual(['b-2', 'b-1', 'a-2']);
  });
});

it('each card is there at most once, none is new and senior, and seen ones rise in readiness', () => {
  const ids = TOPICS.flatMap(({ cards }) => cards.map((card) => card.id as string));
  const reviews = fc.array(
    fc.tuple(
      fc.constantFrom(...ids),
      fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
      fc.integer({ min: MORNING - 30 * DAY, max: MORNING }),
    ),
  );
  fc.assert(
    fc.property(reviews, fc.uniqueArray(fc.constantFrom(...ids)), (reviewed, surprises) => {
      const known = memories(...reviewed.toSorted((a, b) => a[2] - b[2]));
      const cards = winnable({
        topics: TOPICS,
        memories: known,
        horizon: HORIZON,
        surprises: surprises.map(id),
      });
      expect(new Set(cards.map(({ card }) => card.id)).size).toBe(cards.length);
      for (const { card, gain } of cards) {
        if (gain === 'new') expect(card.level).not.toBe('senior');
      }
      const seen = cards
        .filter(({ gain }) => gain === 'shaky')
        .map(({ card }) => cardReadiness(known.get(card.id), HORIZON));
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    }),
  );
});
