// The rules of the queue, one example each; rules.test.ts holds them against any situation.

import { describe, expect, it } from 'vitest';
import type { CardEntry } from '../../src/bank/card.ts';
import { readiness } from '../../src/memory/readiness.ts';
import { pick, type Shown } from '../../src/queue/pick.ts';
import { DAY, entry, MINUTE, MORNING, memories, shown, situation, topic } from './banks.ts';

const basics = topic('basics', [entry('basics-1'), entry('basics-2'), entry('basics-3')]);
const contexts = topic('contexts', [entry('contexts-1'), entry('contexts-2'), entry('contexts-3')]);
const signals = topic('signals', [entry('signals-1'), entry('signals-2')]);
const yesterday = MORNING - DAY;

describe('the topic', () => {
  it('is the first of the bank for a new learner', () => {
    const first = pick(situation([contexts, basics]));
    expect(first?.card.topic).toBe('contexts');
    expect(first?.reason).toEqual({ kind: 'new-topic', topic: 'contexts' });
  });

  it('is the one with the lowest readiness, over all its cards', () => {
    const now = situation([basics, contexts], {
      memories: memories(
        ['basics-1', 4, yesterday],
        ['basics-2', 4, yesterday],
        ['contexts-1', 4, yesterday],
      ),
    });
    expect(pick(now)?.reason).toEqual({
      kind: 'weakest-topic',
      topic: 'contexts',
      readiness: readiness(contexts.cards, now.memories, now.horizon),
    });
  });

  it('is not one whose cards all rest', () => {
    const now = situation([basics, signals], {
      memories: memories(
        ['basics-1', 4, yesterday],
        ['signals-1', 1, MORNING],
        ['signals-2', 1, MORNING],
      ),
      shown: shown(['signals-1', 1], ['basics-1', 3], ['signals-2', 1]),
    });
    expect(pick(now)?.card.topic).toBe('basics');
  });

  it('changes after two in a row, and says so', () => {
    const now = situation([basics, contexts], {
      memories: memories(
        ['basics-1', 4, yesterday],
        ['basics-2', 4, yesterday],
        ['contexts-1', 1, MORNING],
        ['contexts-2', 1, MORNING],
      ),
      shown: shown(['contexts-1', 1], ['contexts-2', 1]),
    });
    expect(pick(now)?.reason).toEqual({
      kind: 'change-of-topic',
      topic: 'basics',
      readiness: readiness(basics.cards, now.memories, now.horizon),
    });
  });

  it('does not change after two in a row if no other has a candidate', () => {
    const now = situation([contexts, topic('empty', [])], {
      memories: memories(['contexts-1', 1, MORNING], ['contexts-2', 1, MORNING]),
      shown: shown(['contexts-1', 1], ['contexts-2', 1]),
    });
    expect(pick(now)?.card.id).toBe('contexts-3');
    expect(pick(now)?.reason.kind).toBe('weakest-topic');
  });
});

describe('spared cards', () => {
  const isSpared = ({ id }: CardEntry) => id !== 'basics-2';

  it('are not asked, though they count in the readiness of their topic', () => {
    const now = situation([basics, contexts], {
      memories: memories(['basics-1', 4, yesterday]),
      isSpared,
    });
    expect(pick(now)).toEqual({
      card: basics.cards[1],
      reason: {
        kind: 'weakest-topic',
        topic: 'basics',
        readiness: readiness(basics.cards, now.memories, now.horizon),
      },
    });
  });

  it('may leave nothing to ask', () => {
    expect(pick(situation([contexts], { isSpared }))).toBeNull();
  });
});

describe('the card', () => {
  function firstOf(...cards: CardEntry[]): string | undefined {
    return pick(situation([topic('t', cards)]))?.card.id;
  }

  it('is core before follow-up, whatever the level', () => {
    expect(firstOf(entry('t-1', 'junior', false), entry('t-2', 'senior', true))).toBe('t-2');
  });

  it('is junior before mid before senior', () => {
    expect(firstOf(entry('t-1', 'senior'), entry('t-2', 'mid'), entry('t-3', 'junior'))).toBe(
      't-3',
    );
    expect(firstOf(entry('t-1', 'senior'), entry('t-2', 'mid'))).toBe('t-2');
  });

  it('is shuffled by the seed among equals, whatever their order in the bank', () => {
    const firsts = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'].map((seed) => {
      const there = pick(situation([contexts], { seed }))?.card.id;
      const back = topic('contexts', contexts.cards.toReversed());
      expect(pick(situation([back], { seed }))?.card.id).toBe(there);
      return there;
    });
    expect(new Set(firsts).size).toBe(3);
  });

  it('is one never seen before the least ready one', () => {
    const now = situation([contexts], {
      memories: memories(['contexts-1', 1, yesterday], ['contexts-3', 1, yesterday]),
    });
    expect(pick(now)?.card.id).toBe('contexts-2');
  });

  it('is the least ready one once all were seen', () => {
    const now = situation([contexts], {
      memories: memories(
        ['contexts-1', 3, yesterday],
        ['contexts-2', 2, yesterday],
        ['contexts-3', 4, yesterday],
      ),
    });
    expect(pick(now)?.card.id).toBe('contexts-2');
  });

  it('is the one with the lower id among equally ready ones', () => {
    const reviewed = memories(['signals-1', 3, yesterday], ['signals-2', 3, yesterday]);
    for (const cards of [signals.cards, signals.cards.toReversed()]) {
      expect(pick(situation([topic('signals', cards)], { memories: reviewed }))?.card.id).toBe(
        'signals-1',
      );
    }
  });

  it('returns with the confidence it went away with', () => {
    const now = situation([signals, basics], {
      memories: memories(
        ['signals-1', 2, MORNING - 5 * MINUTE],
        ['signals-2', 4, MORNING],
        ['basics-1', 4, MORNING],
        ['basics-2', 4, MORNING],
        ['basics-3', 4, MORNING],
      ),
      shown: shown(
        ['signals-1', 2],
        ['basics-1', 4],
        ['signals-2', 4],
        ['basics-2', 4],
        ['basics-3', 4],
      ),
    });
    expect(pick(now)).toEqual({
      card: signals.cards[0],
      reason: { kind: 'return', confidence: 2 },
    });
  });
});

it('there is none without topics, without cards, and when all rest', () => {
  expect(pick(situation([]))).toBeNull();
  expect(pick(situation([topic('empty', [])]))).toBeNull();
  expect(
    pick(situation([signals], { shown: shown(['signals-1', 4], ['signals-2', 1]) })),
  ).toBeNull();
});

it('is fast: 200 cards out of 6,000', () => {
  const big = Array.from({ length: 60 }, (_, t) =>
    topic(
      `t${t}`,
      Array.from({ length: 100 }, (_, c) => entry(`t${t}-${c}`)),
    ),
  );
  const reviewed = memories(
    ...big.flatMap((one) =>
      one.cards.map((card) => [card.id, 3, yesterday] as [string, 3, number]),
    ),
  );
  const ratings: Shown[] = [];
  const start = performance.now();
  for (let round = 0; round < 200; round++) {
    const next = pick(situation(big, { memories: reviewed, shown: ratings }));
    if (next) ratings.push({ card: next.card.id, confidence: 3, at: MORNING });
  }
  expect(new Set(ratings.map((one) => one.card)).size).toBe(200);
  // A tenth of it on a quiet machine; quadratic work would take minutes.
  expect(performance.now() - start).toBeLessThan(3000);
});
