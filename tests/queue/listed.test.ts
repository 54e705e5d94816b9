// A burst over a list: in its order, weak cards coming back, and an end.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardEntry } from '../../src/bank/card.ts';
import type { Confidence } from '../../src/memory/event.ts';
import { pickListed } from '../../src/queue/listed.ts';
import type { Pick, Shown } from '../../src/queue/pick.ts';
import { entry, id, MINUTE, MORNING, shown } from './banks.ts';

const LISTED = { kind: 'listed' };
const [a, b, c, d, e, f] = ['x-a', 'y-b', 'x-c', 'z-d', 'y-e', 'x-f'].map((name) =>
  entry(name),
) as [CardEntry, CardEntry, CardEntry, CardEntry, CardEntry, CardEntry];
const five = [a, b, c, d, e];

describe('the next card', () => {
  it('is the first of the list that was not shown, whatever its topic or id', () => {
    const list = [f, b, a];
    expect(pickListed(list, [], MORNING)).toEqual({ card: f, reason: LISTED });
    expect(pickListed(list, shown(['x-f', 4]), MORNING)).toEqual({ card: b, reason: LISTED });
    expect(pickListed(list, shown(['x-f', 4], ['y-b', 3]), MORNING)).toEqual({
      card: a,
      reason: LISTED,
    });
  });

  it('does not depend on ratings of cards that are not listed', () => {
    expect(pickListed([a, b], shown(['z-d', 1], ['x-f', 4]), MORNING)?.card).toBe(a);
  });

  it('is shown once if it is listed twice', () => {
    expect(pickListed([a, a, b], shown(['x-a', 4]), MORNING)?.card).toBe(b);
  });

  it('is none of an empty list', () => {
    expect(pickListed([], [], MORNING)).toBeNull();
    expect(pickListed([], shown(['x-a', 1]), MORNING)).toBeNull();
  });

  it('is none once all of them rest', () => {
    expect(pickListed([a, b], shown(['x-a', 4], ['y-b', 3]), MORNING)).toBeNull();
    expect(pickListed([a, b], shown(['x-a', 1], ['y-b', 2]), MORNING)).toBeNull();
  });
});

describe('a weak card', () => {
  const others: [string, Confidence][] = [
    ['y-b', 4],
    ['x-c', 4],
    ['z-d', 4],
    ['y-e', 4],
  ];

  it.each([1, 2] as const)('rated %i comes back after four others and two minutes', (weak) => {
    expect(pickListed(five, shown(['x-a', weak], ...others), MORNING)).toEqual({
      card: a,
      reason: { kind: 'return', confidence: weak },
    });
  });

  it.each([3, 4] as const)('rated %i does not', (strong) => {
    expect(pickListed(five, shown(['x-a', strong], ...others), MORNING)).toBeNull();
  });

  it('does not come back after three others', () => {
    const three = shown(['x-a', 1], ...others.slice(1));
    expect(pickListed([a, c, d, e], three, MORNING + 60 * MINUTE)).toBeNull();
  });

  it('does not come back before two minutes', () => {
    const quick = shown(['x-a', 1], ...others).map((one) => ({ ...one, at: MORNING }));
    expect(pickListed(five, quick, MORNING + 2 * MINUTE - 1)).toBeNull();
    expect(pickListed(five, quick, MORNING + 2 * MINUTE)?.card).toBe(a);
  });

  it('comes back before cards further down the list', () => {
    expect(pickListed([...five, f], shown(['x-a', 1], ...others), MORNING)?.card).toBe(a);
    const quick = shown(['x-a', 1], ...others).map((one) => ({ ...one, at: MORNING }));
    expect(pickListed([...five, f], quick, MORNING)?.card).toBe(f);
  });

  it('comes back twice at most', () => {
    const once = shown(['x-a', 1], ...others, ['x-a', 1], ...others);
    expect(pickListed(five, once, MORNING)?.card).toBe(a);
    const twice = shown(['x-a', 1], ...others, ['x-a', 1], ...others, ['x-a', 1], ...others);
    expect(pickListed(five, twice, MORNING)).toBeNull();
  });
});

interface Answer {
  readonly confidence: Confidence;
  readonly tookMs: number;
}

const lists = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'))
  .map((names) => names.map((name, index) => entry(`t${index % 3}-${name}`)));

const answers: fc.Arbitrary<Answer> = fc.record({
  confidence: fc.constantFrom<Confidence>(1, 1, 2, 3, 4),
  tookMs: fc.integer({ min: 0, max: 90_000 }),
});

/** Goes through the list until nothing is left of it; each card takes one of the answers. */
function play(list: readonly CardEntry[], given: readonly Answer[]) {
  const ratings: Shown[] = [];
  const picks: Pick[] = [];
  let now = MORNING;
  for (;;) {
    const next = pickListed(list, ratings, now);
    if (!next) return { picks, ratings };
    const { confidence, tookMs } = given[picks.length % given.length] ?? {
      confidence: 1,
      tookMs: 0,
    };
    picks.push(next);
    now += tookMs;
    ratings.push({ card: next.card.id, confidence, at: now });
  }
}

it('whatever the answers, every card is shown in order, three times at most, and it ends', () => {
  fc.assert(
    fc.property(lists, fc.array(answers, { minLength: 1, maxLength: 30 }), (list, given) => {
      const { picks, ratings } = play(list, given);
      const first = picks.filter(({ reason }) => reason.kind === 'listed');
      expect(first.map(({ card }) => card)).toEqual(list);
      for (const card of list) {
        const showings = ratings.filter((one) => one.card === card.id);
        expect(showings.length).toBeLessThanOrEqual(3);
        for (const earlier of showings.slice(0, -1)) {
          expect(earlier.confidence).toBeLessThanOrEqual(2);
        }
      }
      for (const [index, { card, reason }] of picks.entries()) {
        const last = ratings.slice(0, index).findLast((one) => one.card === card.id);
        expect(reason).toEqual(
          last ? { kind: 'return', confidence: last.confidence } : { kind: 'listed' },
        );
        if (last) expect(index - ratings.indexOf(last)).toBeGreaterThan(4);
      }
    }),
  );
});

it('leaves the list and the ratings alone', () => {
  const list = Object.freeze([a, b]);
  const ratings = Object.freeze(shown(['x-a', 1]));
  expect(pickListed(list, ratings, MORNING)?.card.id).toBe(id('y-b'));
  expect(list).toEqual([a, b]);
});
