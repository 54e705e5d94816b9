// What a topic's screen says of when its cards come is what the queue then does.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardId, Level, Topic } from '../../src/bank/card.ts';
import type { Memory } from '../../src/memory/memory.ts';
import { withAskable } from '../../src/queue/interview.ts';
import { pick, type Shown } from '../../src/queue/pick.ts';
import { type CardTurn, turns } from '../../src/queue/turn.ts';
import { DAY, entry, id, MORNING, memories, situation, situations, topic } from './banks.ts';

const HORIZON = MORNING + 7 * DAY;
const EVERYTHING = { levels: ['junior', 'mid', 'senior'], isSuspended: () => false } as const;

/** The cards of a burst on a topic in which everything is nailed, so that none comes back. */
function asked(
  topic: Topic,
  held: ReadonlyMap<CardId, Memory>,
  seed: string,
  horizon: number,
): readonly CardId[] {
  const shown: Shown[] = [];
  for (;;) {
    const now = MORNING + shown.length * 30_000;
    const next = pick(situation([topic], { memories: held, shown, seed, now, horizon }));
    if (!next) return shown.map(({ card }) => card);
    shown.push({ card: next.card.id, confidence: 4, at: now });
  }
}

const choices = fc.record({
  levels: fc.subarray<Level>(['junior', 'mid', 'senior'], { minLength: 1 }),
  suspended: fc.func(fc.boolean()),
});

const turnOf = (all: readonly CardTurn[], card: string) =>
  all.find((each) => each.card.id === card)?.turn;

describe('the turn of a card', () => {
  it('is the place that it has in a burst on its topic', () => {
    fc.assert(
      fc.property(situations, choices, ({ topics, ...rest }, { levels, suspended }) => {
        const isSuspended = (card: CardId) => suspended(card);
        for (const topic of topics) {
          const all = turns(topic, { levels, isSuspended }, rest.memories, rest.horizon);
          const askable = withAskable(topic, { levels, isSuspended });
          const whole = askable.cards.length > 0 ? askable : topic;
          const order = asked(whole, rest.memories, rest.seed, rest.horizon);
          const placed = all.filter(({ turn }) => turn.kind === 'new' || turn.kind === 'seen');
          expect(placed.map(({ card }) => card.id).toSorted()).toEqual(order.toSorted());
          for (const { card, turn } of placed) {
            const place = order.indexOf(card.id);
            if (turn.kind === 'seen') expect(place).toBe(turn.unseen + turn.ahead);
            if (turn.kind !== 'new') continue;
            expect(place).toBeGreaterThanOrEqual(turn.ahead);
            expect(place).toBeLessThan(turn.ahead + turn.alike);
          }
        }
      }),
    );
  });

  it('lists every card once, those that are not asked last', () => {
    fc.assert(
      fc.property(situations, choices, ({ topics, memories, horizon }, { levels, suspended }) => {
        const isSuspended = (card: CardId) => suspended(card);
        for (const topic of topics) {
          const all = turns(topic, { levels, isSuspended }, memories, horizon);
          expect(all.map(({ card }) => card.id).toSorted()).toEqual(
            topic.cards.map((card) => card.id).toSorted(),
          );
          const kinds = all.map(({ turn }) => turn.kind);
          const firstLeftOut = kinds.findIndex(
            (kind) => kind === 'suspended' || kind === 'level-off',
          );
          if (firstLeftOut < 0) continue;
          for (const kind of kinds.slice(firstLeftOut)) {
            expect(['suspended', 'level-off']).toContain(kind);
          }
        }
      }),
    );
  });

  const own = topic('a', [
    entry('a-follow', 'junior', false),
    entry('a-core-senior', 'senior'),
    entry('a-core-1'),
    entry('a-core-2'),
  ]);

  it('is left to the dice among new cards of one rank', () => {
    const all = turns(own, EVERYTHING, new Map(), HORIZON);
    expect(turnOf(all, 'a-core-1')).toEqual({ kind: 'new', ahead: 0, alike: 2 });
    expect(turnOf(all, 'a-core-2')).toEqual({ kind: 'new', ahead: 0, alike: 2 });
    expect(turnOf(all, 'a-core-senior')).toEqual({ kind: 'new', ahead: 2, alike: 1 });
    expect(turnOf(all, 'a-follow')).toEqual({ kind: 'new', ahead: 3, alike: 1 });
    const first = new Set(
      ['x', 'y', 'z', 'q', 'r', 's'].map((seed) => asked(own, new Map(), seed, HORIZON)[0]),
    );
    expect(first).toEqual(new Set([id('a-core-1'), id('a-core-2')]));
  });

  it('counts what is never seen, then what is weaker', () => {
    const held = memories(['a-core-1', 4, MORNING - DAY], ['a-core-senior', 1, MORNING - DAY]);
    const all = turns(own, EVERYTHING, held, HORIZON);
    expect(all.map(({ card }) => card.id)).toEqual([
      'a-core-2',
      'a-follow',
      'a-core-senior',
      'a-core-1',
    ]);
    expect(turnOf(all, 'a-core-senior')).toEqual({
      kind: 'seen',
      unseen: 2,
      ahead: 0,
      by: 'weakness',
    });
    expect(turnOf(all, 'a-core-1')).toEqual({
      kind: 'seen',
      unseen: 2,
      ahead: 1,
      by: 'weakness',
    });
  });

  it('comes for all cards where none may be asked, as in a burst on the topic', () => {
    const all = turns(own, { ...EVERYTHING, isSuspended: () => true }, new Map(), HORIZON);
    expect(all).toEqual(turns(own, EVERYTHING, new Map(), HORIZON));
  });

  it('never comes for a card that is not needed, nor for one of a level that is off', () => {
    const all = turns(
      own,
      { levels: ['junior', 'mid'], isSuspended: (card) => card === 'a-core-1' },
      new Map(),
      HORIZON,
    );
    expect(turnOf(all, 'a-core-1')).toEqual({ kind: 'suspended' });
    expect(turnOf(all, 'a-core-senior')).toEqual({ kind: 'level-off' });
    expect(turnOf(all, 'a-core-2')).toEqual({ kind: 'new', ahead: 0, alike: 1 });
  });
});
