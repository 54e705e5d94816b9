// One learner from the first burst to the interview: the same every time, the same seconds for all.

import { describe, expect, it } from 'vitest';
import type { CardId } from '../../src/bank/card.ts';
import type { Review } from '../../src/memory/event.ts';
import { horizon } from '../../src/memory/horizon.ts';
import { type Memory, remember } from '../../src/memory/memory.ts';
import { pick, type Shown } from '../../src/queue/pick.ts';
import { createBank } from './bank.ts';
import { measure } from './measure.ts';
import { createPerson, type Person } from './person.ts';
import { POLICIES } from './policies/all.ts';
import { ours } from './policies/ours.ts';
import { createSchedule } from './schedule.ts';
import { study } from './study.ts';

const DAYS = 7;
const bank = createBank(60, 12);
const people = Array.from({ length: 8 }, (_, index) => createPerson('study', index));

function studied(person: Person, policy = ours) {
  return study(person, bank, createSchedule(person, DAYS), policy);
}

it('the bank has all its cards, in topics of uneven size', () => {
  for (const [cards, topics] of [
    [60, 12],
    [160, 28],
    [400, 40],
  ] as const) {
    const made = createBank(cards, topics);
    expect(made.cards).toHaveLength(cards);
    expect(made.indexOf.size).toBe(cards);
    const sizes = made.topics.map((topic) => topic.cards.length);
    expect(sizes).toHaveLength(topics);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...sizes)).toBeGreaterThanOrEqual(2 * Math.min(...sizes));
  }
});

it.each(POLICIES)('$name does the same to the same learner', (policy) => {
  const [person] = people;
  if (!person) throw new Error('no learner');
  const again = createPerson('study', 0);
  expect(studied(again, policy).reviews).toEqual(studied(person, policy).reviews);
});

it('another seed is another learner', () => {
  const outcome = (seed: string) => {
    const person = createPerson(seed, 0);
    return measure(studied(person), bank, createSchedule(person, DAYS).interview);
  };
  expect(outcome('one')).not.toEqual(outcome('two'));
});

it('every policy gets the planned seconds, but for the end of the last card', () => {
  for (const person of people) {
    const { bursts } = createSchedule(person, DAYS);
    const planned = bursts.reduce((sum, burst) => sum + burst.budgetMs, 0);
    for (const policy of POLICIES) {
      const { reviews, spentMs } = studied(person, policy);
      expect(reviews.reduce((sum, review) => sum + review.tookMs, 0)).toBe(spentMs);
      expect(spentMs).toBeGreaterThanOrEqual(planned);
      expect(spentMs - planned).toBeLessThan(reviews.at(-1)?.tookMs ?? 1);
    }
  }
});

it('some days are missed and some bursts cut off', () => {
  const schedules = people.map((person) => createSchedule(person, 60).bursts);
  const bursts = schedules.flat();
  expect(bursts.length / (people.length * 2 * 60)).toBeGreaterThan(0.7);
  expect(bursts.length / (people.length * 2 * 60)).toBeLessThan(0.95);
  const cut = bursts.filter((burst) => burst.budgetMs < 300_000).length / bursts.length;
  expect(cut).toBeGreaterThan(0.05);
  expect(cut).toBeLessThan(0.3);
});

describe('ours', () => {
  /** Asks the shipped queue before every review of the log what it would show. */
  function replay(person: Person): { wanted: CardId[]; returns: number; reviews: Review[] } {
    const { date } = createSchedule(person, DAYS);
    const reviews = [...studied(person).reviews];
    const memories = new Map<CardId, Memory>();
    const wanted: CardId[] = [];
    let returns = 0;
    for (const [index, review] of reviews.entries()) {
      const shown = reviews
        .slice(0, index)
        .filter((one): one is Review & Shown => one.burst === review.burst);
      const now = review.at - review.tookMs;
      const next = pick({
        topics: bank.topics,
        memories,
        shown,
        seed: review.burst,
        now,
        horizon: horizon(now, date),
      });
      if (next) wanted.push(next.card.id);
      if (next?.reason.kind === 'return') returns++;
      memories.set(review.card, remember(memories.get(review.card), review));
    }
    return { wanted, returns, reviews };
  }

  it('is the shipped queue, card by card, also where a card comes back in its burst', () => {
    const replays = people.map(replay);
    for (const { wanted, reviews } of replays) {
      expect(wanted).toEqual(reviews.map((review) => review.card));
    }
    expect(replays.reduce((sum, one) => sum + one.returns, 0)).toBeGreaterThan(0);
  });
});
