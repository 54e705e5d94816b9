// The rivals do what their names say.

import { describe, expect, it } from 'vitest';
import type { CardEntry, CardId } from '../../src/bank/card.ts';
import type { BurstId, Confidence, EventId } from '../../src/memory/event.ts';
import { type Memory, remember } from '../../src/memory/memory.ts';
import type { Shown } from '../../src/queue/pick.ts';
import { createBank } from './bank.ts';
import { DAY_MS } from './model.ts';
import { createPerson } from './person.ts';
import { POLICIES } from './policies/all.ts';
import { dueFirst } from './policies/due-first.ts';
import { fairOracle } from './policies/fair-oracle.ts';
import { fixedOrder } from './policies/fixed-order.ts';
import { hardestFirst } from './policies/hardest-first.ts';
import { leitner } from './policies/leitner.ts';
import { newFirst } from './policies/new-first.ts';
import { oracle } from './policies/oracle.ts';
import type { Policy } from './policies/policy.ts';
import { createSchedule, START } from './schedule.ts';
import { createTruth } from './truth.ts';

const bank = createBank(60, 12);
const person = createPerson('policies', 0);

/** A table at which a policy deals and the test rates; a card takes 20 seconds. */
function deal(policy: Policy) {
  const schedule = createSchedule(person, 7);
  const truth = createTruth(person, bank, START);
  const choose = policy.begin({ bank, schedule, person, truth });
  const memories = new Map<CardId, Memory>();
  /** One burst on a day, from eight o'clock; a rating for each card. */
  return (day: number, ratings: readonly Confidence[]): CardEntry[] => {
    const burst = `burst ${day}` as BurstId;
    const shown: Shown[] = [];
    let now = START + day * DAY_MS + DAY_MS / 3;
    return ratings.map((confidence) => {
      const card = choose({ memories, shown, seed: burst, now, day });
      if (!card) throw new Error(`${policy.name} has no card`);
      now += 20_000;
      const id = `${burst} ${shown.length}` as EventId;
      const tookMs = 20_000;
      const rated = { card: card.id, confidence, at: now, burst, tookMs } as const;
      const before = memories.get(card.id);
      memories.set(card.id, remember(before, { type: 'review', id, prediction: 'none', ...rated }));
      shown.push(rated);
      return card;
    });
  };
}

function times(count: number, confidence: Confidence): Confidence[] {
  return new Array<Confidence>(count).fill(confidence);
}

const ids = (cards: readonly CardEntry[]) => cards.map((card) => card.id);

describe('due-first', () => {
  it('shows twenty new cards a day', () => {
    const burst = deal(dueFirst);
    const first = ids(burst(0, times(25, 4)));
    expect(new Set(first.slice(0, 20)).size).toBe(20);
    const second = ids(burst(1, times(5, 4)));
    expect(second.every((id) => !first.includes(id))).toBe(true);
  });

  it('shows what is due before anything new, and a blank after ten minutes', () => {
    const burst = deal(dueFirst);
    const [blank, nailed] = ids(burst(0, [1, 4, 3]));
    const next = ids(burst(1, times(3, 3)));
    expect(next[0]).toBe(blank);
    expect(next).not.toContain(nailed);
    const long = ids(deal(dueFirst)(0, [1, ...times(31, 4)]));
    expect(long.indexOf(long[0] ?? ('' as CardId), 1)).toBe(31);
  });
});

describe('Leitner', () => {
  it('brings back what was not known before it moves on', () => {
    const burst = deal(leitner);
    const [known, blank, late] = ids(burst(0, [3, 1, 1]));
    expect(ids(burst(1, [3, 1]))).toEqual([blank, late]);
    // The first two are in the second box now, since different days; the third is still in the first.
    expect(ids(burst(2, [3, 3]))).toEqual([late, known]);
    expect(ids(burst(3, [3]))).toEqual([blank]);
  });
});

describe('the simple ones', () => {
  it('new-first shows every card before it shows one again', () => {
    const all = ids(deal(newFirst)(0, times(60, 1)));
    expect(new Set(all).size).toBe(60);
    expect(all).not.toEqual(ids(bank.cards));
  });

  it('fixed order begins again after the last card', () => {
    const all = ids(deal(fixedOrder)(0, times(61, 4)));
    expect(all.slice(0, 60)).toEqual(ids(bank.cards));
    expect(all[60]).toBe(all[0]);
  });

  it('hardest-first comes back to the weak before the new, and to the new before the strong', () => {
    const burst = deal(hardestFirst);
    const [first, second] = ids(burst(0, [4, 1, 3]));
    const next = ids(burst(1, times(2, 3)));
    expect(next[0]).toBe(second);
    expect(next).not.toContain(first);
  });
});

describe('the oracles', () => {
  it('only the one that is not fair tells cards apart before they were asked', () => {
    // Soon enough that none may come back.
    const asked = times(6, 3);
    expect(ids(deal(fairOracle)(0, asked))).toEqual(ids(bank.cards.slice(0, 6)));
    expect(ids(deal(oracle)(0, asked))).not.toEqual(ids(bank.cards.slice(0, 6)));
  });
});

it('no policy runs out of cards', () => {
  for (const policy of POLICIES) expect(deal(policy)(0, times(30, 2))).toHaveLength(30);
});
