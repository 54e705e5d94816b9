// A fortnight of a simulated learner, pinned: any change of the queue or of the fold shows here.

import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { CardId, Topic } from '../../src/bank/card.ts';
import type { Confidence, Review } from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import { type Memory, remember } from '../../src/memory/memory.ts';
import { readiness } from '../../src/memory/readiness.ts';
import { type Pick, pick, type Shown } from '../../src/queue/pick.ts';
import { DAY, entry, MORNING, review, topic } from './banks.ts';

const DAYS = 14;
const CARDS_A_BURST = 8;
const CARD_MS = 35_000;
const INTERVIEW = MORNING + DAYS * DAY;

/** Fifteen topics of four cards: three of the core, one a level, and a follow-up. */
const topics: readonly Topic[] = Array.from({ length: 15 }, (_, index) => {
  const name = `t${String(index + 1).padStart(2, '0')}`;
  return topic(name, [
    entry(`${name}-a`, 'senior'),
    entry(`${name}-b`, 'mid'),
    entry(`${name}-c`, 'junior'),
    entry(`${name}-d`, 'junior', false),
  ]);
});

interface Step extends Pick {
  readonly burst: number;
  readonly rated: Review;
}

/** Knows a card better each time it is seen, with luck from a small generator (mulberry32). */
function learner(seed: number): (timesSeen: number) => Confidence {
  let state = seed;
  const luck = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return (timesSeen) => {
    const chanceOfBlank = 0.5 / (timesSeen + 1);
    const roll = luck();
    if (roll < chanceOfBlank) return 1;
    if (roll < chanceOfBlank * 1.8) return 2;
    return roll < 0.95 - timesSeen * 0.1 ? 3 : 4;
  };
}

function fortnight(): Step[] {
  const memories = new Map<CardId, Memory>();
  const answer = learner(7);
  const steps: Step[] = [];
  for (let burst = 0; burst < 2 * DAYS; burst++) {
    const shown: Shown[] = [];
    let now = MORNING + burst * (DAY / 2);
    for (let round = 0; round < CARDS_A_BURST; round++) {
      const next = pick({
        topics,
        memories,
        shown,
        seed: `burst-${burst}`,
        now,
        horizon: INTERVIEW,
      });
      if (!next) break;
      now += CARD_MS;
      const card = next.card.id;
      const before = memories.get(card);
      const rated = review(card, answer(before?.reviews ?? 0), now);
      memories.set(card, remember(before, rated));
      shown.push({ card, confidence: rated.confidence, at: now });
      steps.push({ ...next, burst, rated });
    }
  }
  return steps;
}

const steps = fortnight();
const { memories } = fold(steps.map((one) => one.rated));

function readable(burst: number): string {
  return steps
    .filter((one) => one.burst === burst)
    .map(({ card, reason, rated }) => `${card.id} ${reason.kind} -> ${rated.confidence}`)
    .join('\n');
}

it('the first burst walks through the topics in order', () => {
  expect(readable(0)).toMatchInlineSnapshot(`
    "t01-c new-topic -> 1
    t02-c new-topic -> 1
    t03-c new-topic -> 4
    t04-c new-topic -> 2
    t05-c new-topic -> 2
    t06-c new-topic -> 1
    t07-c new-topic -> 1
    t08-c new-topic -> 1"
  `);
});

it('a later burst', () => {
  expect(readable(20)).toMatchInlineSnapshot(`
    "t08-c weakest-topic -> 1
    t08-a weakest-topic -> 2
    t10-a change-of-topic -> 4
    t08-b weakest-topic -> 3
    t08-d weakest-topic -> 4
    t09-d change-of-topic -> 2
    t08-c return -> 3
    t13-a weakest-topic -> 4"
  `);
});

it('all 28 bursts', () => {
  const all = steps.map(({ burst, card, reason }) => `${burst} ${card.id} ${reason.kind}`);
  expect(all).toHaveLength(2 * DAYS * CARDS_A_BURST);
  expect(createHash('sha256').update(all.join('\n')).digest('hex')).toMatchInlineSnapshot(
    `"e316f9799454713c545e42f5b5d46f040786e71cdcd9518b1699126c5149893b"`,
  );
});

it('every card was seen', () => {
  expect(memories.size).toBe(60);
});

it('the topics fill evenly', () => {
  const ready = topics.map((one) => readiness(one.cards, memories, INTERVIEW));
  expect(ready.map((one) => Math.round(100 * one)).join(' ')).toMatchInlineSnapshot(
    `"97 97 97 97 98 97 97 98 96 97 97 96 96 85 96"`,
  );
  // A topic has four cards, so the weakest lags by less than one card.
  expect(Math.max(...ready) - Math.min(...ready)).toBeLessThan(1 / 4);
  expect(Math.min(...ready)).toBeGreaterThan(0.8);
});

it('every reason was needed', () => {
  const kinds = new Set(steps.map((one) => one.reason.kind));
  expect(kinds).toEqual(new Set(['new-topic', 'weakest-topic', 'change-of-topic', 'return']));
});
