// A mock interview's questions: broad first, by the chains, through many topics, the weak ones more often.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardEntry, CardId, Level, Topic } from '../../src/bank/card.ts';
import type { Memory } from '../../src/memory/memory.ts';
import { draw } from '../../src/queue/draw.ts';
import { inInterview } from '../../src/queue/interview.ts';
import { type Interview, questionsAt, type Step, walk } from '../../src/queue/walk.ts';
import { DAY, entry, id, MORNING, memories, topic } from './banks.ts';

const LEVELS: readonly Level[] = ['junior', 'mid', 'senior'];

/** As large as the real bank: thirty topics of two cards a level, the first of each level core. */
const BANK = Array.from({ length: 30 }, (_, t) =>
  topic(
    `t${t}`,
    LEVELS.flatMap((level) => [1, 2].map((n) => entry(`t${t}-${level}-${n}`, level, n === 1))),
  ),
);

function cardsOf(topics: readonly Topic[]): readonly CardEntry[] {
  return topics.flatMap(({ cards }) => cards);
}

/** Every card leads to the next two of its topic and to the second one of the next topic. */
function chains(topics: readonly Topic[]): (card: CardId) => readonly CardId[] {
  const next = new Map(
    topics.flatMap(({ cards }, t) =>
      cards.map((card, c) => {
        const others = [cards[c + 1], cards[c + 2], topics[t + 1]?.cards[1]];
        return [card.id, others.flatMap((other) => other?.id ?? [])] as const;
      }),
    ),
  );
  return (card) => next.get(card) ?? [];
}

function interview(parts: Partial<Interview> = {}): Interview {
  const { topics = BANK } = parts;
  return {
    topics,
    memories: new Map(),
    horizon: MORNING + 7 * DAY,
    level: 'mid',
    count: 15,
    seed: 'seed',
    followUps: chains(topics),
    ...parts,
  };
}

function ids(steps: readonly Step[]): readonly CardId[] {
  return steps.map(({ card }) => card.id);
}

/** Seeds that share nothing. */
function seeds(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `mock-${index}`);
}

/** How many of the seeds' interviews ask about each topic. */
function meetings(count: number, parts: Partial<Interview>): ReadonlyMap<string, number> {
  const met = new Map<string, number>();
  for (const seed of seeds(count)) {
    const asked = new Set(walk(interview({ ...parts, seed })).map(({ card }) => card.topic));
    for (const each of asked) met.set(each, (met.get(each) ?? 0) + 1);
  }
  return met;
}

const levels = fc.constantFrom(...LEVELS);

/** Banks of any shape, with chains of any shape, and a learner who knows any part of them. */
const interviews: fc.Arbitrary<Interview> = fc
  .array(fc.array(fc.tuple(levels, fc.boolean()), { maxLength: 8 }), { maxLength: 12 })
  .map((shape) =>
    shape.map((cards, t) =>
      topic(
        `t${t}`,
        cards.map(([level, core], c) => entry(`t${t}-${c}`, level, core)),
      ),
    ),
  )
  .chain((topics) => {
    const every = cardsOf(topics).map((card) => card.id);
    const some = fc.array(fc.constantFrom(...every, id('gone')), { maxLength: 5 });
    return fc.record({
      topics: fc.constant(topics),
      memories: fc
        .subarray(every)
        .map((known) =>
          memories(...known.map((card): [string, 4, number] => [card, 4, MORNING - DAY])),
        ),
      horizon: fc.constant(MORNING + 7 * DAY),
      level: levels,
      count: fc.constantFrom(1, 7, 15, 22),
      seed: fc.string(),
      followUps: fc
        .array(some, { minLength: every.length, maxLength: every.length })
        .map((lists) => {
          const next = new Map(every.map((card, index) => [card, lists[index] ?? []]));
          return (card: CardId) => next.get(card) ?? [];
        }),
    });
  });

describe('any interview', () => {
  it('is the same for the same seed, and another one for another', () => {
    fc.assert(
      fc.property(interviews, (one) => {
        expect(walk(structuredCloneOf(one))).toEqual(walk(one));
      }),
    );
    const orders = seeds(20).map((seed) => ids(walk(interview({ seed }))).join());
    expect(new Set(orders).size).toBe(20);
  });

  it('never asks a card twice', () => {
    fc.assert(
      fc.property(interviews, (one) => {
        const asked = ids(walk(one));
        expect(new Set(asked).size).toBe(asked.length);
      }),
    );
  });

  it('has as many questions as wanted, or all there are', () => {
    fc.assert(
      fc.property(interviews, (one) => {
        const there = questionsAt(one.level, one.topics);
        expect(walk(one)).toHaveLength(Math.min(one.count, there));
      }),
    );
  });

  it('asks only cards of its topics', () => {
    fc.assert(
      fc.property(interviews, (one) => {
        const there = new Set(cardsOf(one.topics));
        for (const { card } of walk(one)) expect(there.has(card)).toBe(true);
      }),
    );
  });

  it('keeps to its level; only a senior one may open with a junior question', () => {
    fc.assert(
      fc.property(interviews, (one) => {
        const steps = walk(one);
        const rest = one.level === 'senior' ? steps.slice(1) : steps;
        for (const { card } of rest) {
          const own = `${card.level}${card.core ? ' core' : ''}`;
          const allowed = {
            junior: ['junior', 'junior core', 'mid core'],
            mid: ['junior', 'junior core', 'mid', 'mid core'],
            senior: ['mid', 'mid core', 'senior', 'senior core'],
          }[one.level];
          expect(allowed).toContain(own);
        }
      }),
    );
  });

  it('follows up directly after the question that leads there, or after its other follow-up', () => {
    fc.assert(
      fc.property(interviews, (one) => {
        const steps = walk(one);
        for (const [index, { card, follows }] of steps.entries()) {
          if (follows === null) continue;
          const before = steps[index - 1];
          expect([before?.card.id, before?.follows]).toContain(follows);
          expect(one.followUps(follows)).toContain(card.id);
          expect(card.core).toBe(false);
        }
      }),
    );
  });

  it('follows a core question up at most twice, any other at most once', () => {
    fc.assert(
      fc.property(interviews, (one) => {
        const steps = walk(one);
        for (const { card } of steps) {
          const chain = steps.filter(({ follows }) => follows === card.id);
          expect(chain.length).toBeLessThanOrEqual(card.core ? 2 : 1);
        }
      }),
    );
  });

  it('meets a new topic with every second question, as long as there are any', () => {
    fc.assert(
      fc.property(interviews, (one) => {
        const steps = walk(one);
        const allowed = one.topics.filter((each) => questionsAt(one.level, [each]) > 0);
        const met = new Set(steps.map(({ card }) => card.topic));
        const least = Math.min(Math.ceil(steps.length / 2), allowed.length);
        expect(met.size).toBeGreaterThanOrEqual(least);
      }),
    );
  });
});

describe('over a bank like ours', () => {
  it.each([7, 15, 22])('%i questions ask at most three of a topic', (count) => {
    for (const seed of seeds(50)) {
      const steps = walk(interview({ count, seed }));
      for (const { card } of steps) {
        const ofTopic = steps.filter((other) => other.card.topic === card.topic);
        expect(ofTopic.length).toBeLessThanOrEqual(3);
      }
    }
  });

  it('fifteen questions mix at least eight topics', () => {
    for (const seed of seeds(200)) {
      const met = new Set(walk(interview({ seed })).map(({ card }) => card.topic));
      expect(met.size).toBeGreaterThanOrEqual(8);
    }
  });

  it.each(LEVELS)(
    'a %s interview opens with a broad question: core, junior, of a basic topic',
    (level) => {
      const openings = seeds(50).map((seed) => walk(interview({ level, seed }))[0]?.card);
      for (const card of openings) {
        expect(card).toMatchObject({ core: true, level: 'junior' });
        expect(['t0', 't1', 't2']).toContain(card?.topic);
      }
      expect(new Set(openings).size).toBe(3);
    },
  );

  it('follows every core question up while there is room, once or twice', () => {
    const lengths = new Set<number>();
    for (const seed of seeds(50)) {
      const steps = walk(interview({ seed, count: 7 }));
      const [opening] = steps;
      lengths.add(steps.filter(({ follows }) => follows === opening?.card.id).length);
    }
    expect([...lengths].toSorted()).toEqual([1, 2]);
  });

  it('goes to another topic after a chain', () => {
    for (const seed of seeds(50)) {
      const steps = walk(interview({ seed }));
      for (const [index, { card, follows }] of steps.entries()) {
        if (index > 0 && follows === null)
          expect(card.topic).not.toBe(steps[index - 1]?.card.topic);
      }
    }
  });

  it('meets weak topics more often than strong ones, and strong ones too', () => {
    const strong = BANK.slice(15);
    const known = cardsOf(strong).map((card): [string, 4, number] => [card.id, 4, MORNING]);
    const met = meetings(150, { memories: memories(...known) });
    const mean = (topics: readonly Topic[]) =>
      topics.reduce((sum, each) => sum + (met.get(each.id) ?? 0), 0) / topics.length;
    // The first three are met by every other opening anyway.
    expect(mean(BANK.slice(3, 15))).toBeGreaterThan(1.5 * mean(strong));
    for (const each of strong) expect(met.get(each.id)).toBeGreaterThan(0);
  });

  it('prefers the weak cards of a topic', () => {
    const known = BANK.flatMap(({ cards }) => cards.filter((card) => card.id.endsWith('-mid-2')));
    const all: ReadonlyMap<CardId, Memory> = memories(
      ...known.map((card): [string, 4, number] => [card.id, 4, MORNING]),
    );
    const count = (ending: string, from: ReadonlyMap<CardId, Memory>) =>
      seeds(100).reduce((sum, seed) => {
        const asked = ids(walk(interview({ seed, memories: from, followUps: () => [] })));
        return sum + asked.filter((card) => card.endsWith(ending)).length;
      }, 0);
    expect(count('-mid-2', all)).toBeLessThan(0.6 * count('-mid-2', new Map()));
  });

  it('asks nothing that is suspended or switched off, not even as a follow-up', () => {
    fc.assert(
      fc.property(
        fc.subarray(cardsOf(BANK).map((card) => card.id)),
        fc.subarray(BANK.map((each) => each.id)),
        fc.string(),
        (suspended, topicsOff, seed) => {
          const without = new Set(suspended);
          const isSuspended = (card: CardId) => without.has(card);
          const topics = inInterview(BANK, { levels: LEVELS, topicsOff, isSuspended });
          const steps = walk(interview({ topics, seed, followUps: chains(BANK) }));
          for (const { card } of steps) {
            expect(without.has(card.id) || topicsOff.includes(card.topic)).toBe(false);
          }
        },
      ),
    );
  });

  it('asks the core questions first and the rest as it can when only one topic is left', () => {
    const [only] = BANK;
    if (!only) throw new Error('There is no topic.');
    const asked = ids(walk(interview({ topics: [only], level: 'senior' })));
    expect(asked[0]).toBe('t0-junior-1');
    expect(asked.toSorted()).toEqual([
      't0-junior-1',
      't0-mid-1',
      't0-mid-2',
      't0-senior-1',
      't0-senior-2',
    ]);
  });

  it('asks nothing where nothing is of its level', () => {
    const topics = [topic('t0', [entry('t0-1', 'junior', true)])];
    expect(walk(interview({ topics, level: 'senior' }))).toEqual([]);
    expect(questionsAt('senior', topics)).toBe(0);
    expect(walk(interview({ topics: [] }))).toEqual([]);
  });
});

describe('a draw', () => {
  const things = ['a', 'b', 'c', 'd'].map((name) => ({ id: name }));

  it('takes each as often as its weight says', () => {
    const weights: Readonly<Record<string, number>> = { a: 1, b: 2, c: 3, d: 4 };
    const taken = new Map<string, number>();
    for (const seed of seeds(10_000)) {
      const one = draw(things, (thing) => weights[thing.id] ?? 0, seed)?.id ?? '';
      taken.set(one, (taken.get(one) ?? 0) + 1);
    }
    // The standard deviation is at most 49.
    for (const { id: name } of things) {
      expect(Math.abs((taken.get(name) ?? 0) - 1000 * (weights[name] ?? 0))).toBeLessThan(200);
    }
  });

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(fc.string(), fc.shuffledSubarray(things, { minLength: 4 }), (seed, shuffled) => {
        expect(draw(shuffled, () => 1, seed)).toEqual(draw(things, () => 1, seed));
      }),
    );
  });

  it('takes nothing of nothing', () => {
    expect(draw([], () => 1, 'seed')).toBeUndefined();
  });
});

/** The same values without a shared object, but for the function. */
function structuredCloneOf({ followUps, ...rest }: Interview): Interview {
  return { ...structuredClone(rest), followUps };
}
