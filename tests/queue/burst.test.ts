// Whole bursts, played card by card: what a learner must never see.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CardId, Topic } from '../../src/bank/card.ts';
import type { Confidence } from '../../src/memory/event.ts';
import { type Memory, remember } from '../../src/memory/memory.ts';
import { type Pick, pick, type Shown } from '../../src/queue/pick.ts';
import { banks, DAY, entry, MINUTE, MORNING, review, situation, topic } from './banks.ts';

interface Answer {
  readonly confidence: Confidence;
  readonly tookMs: number;
}

interface Played {
  /** What the queue gave, in order, with the rating it then got. */
  readonly picks: readonly (Pick & { readonly rated: Shown })[];
  /** Why it ended. */
  readonly end: 'no candidate' | 'no more answers';
}

function play(topics: readonly Topic[], answers: readonly Answer[]): Played {
  const memories = new Map<CardId, Memory>();
  const picks: (Pick & { rated: Shown })[] = [];
  let now = MORNING;
  for (const { confidence, tookMs } of answers) {
    const shown = picks.map((one) => one.rated);
    const next = pick(situation(topics, { memories, shown, now, horizon: MORNING + 7 * DAY }));
    if (!next) return { picks, end: 'no candidate' };
    now += tookMs;
    const card = next.card.id;
    memories.set(card, remember(memories.get(card), review(card, confidence, now)));
    picks.push({ ...next, rated: { card, confidence, at: now } });
  }
  return { picks, end: 'no more answers' };
}

/** Mostly weak answers, so that cards come back. */
const answers = fc.array(
  fc.record<Answer>({
    confidence: fc.constantFrom<Confidence>(1, 1, 2, 2, 3, 4),
    tookMs: fc.integer({ min: 10_000, max: 60_000 }),
  }),
  { minLength: 10, maxLength: 40 },
);

function inAnyBurst(check: (played: Played, topics: readonly Topic[]) => void): void {
  fc.assert(
    fc.property(banks, answers, (topics, given) => check(play(topics, given), topics)),
    { numRuns: 300 },
  );
}

it('shows every card once before the burst ends for want of candidates', () => {
  inAnyBurst(({ picks, end }, topics) => {
    if (end !== 'no candidate') return;
    const cards = topics.flatMap((one) => one.cards.map((card) => card.id));
    expect(new Set(picks.map((one) => one.card.id))).toEqual(new Set(cards));
  });
});

it('shows a card again only after a weak rating, four others and two minutes', () => {
  inAnyBurst(({ picks }) => {
    for (const [index, { card, reason, rated }] of picks.entries()) {
      const before = picks.slice(0, index).findLastIndex((one) => one.card.id === card.id);
      const last = picks[before]?.rated;
      expect(reason.kind === 'return').toBe(last !== undefined);
      if (!last) continue;
      expect(last.confidence).toBeLessThanOrEqual(2);
      expect(index - before - 1).toBeGreaterThanOrEqual(4);
      const pickedAt = picks[index - 1]?.rated.at ?? rated.at;
      expect(pickedAt - last.at).toBeGreaterThanOrEqual(2 * MINUTE);
    }
  });
});

it('shows no card more than three times', () => {
  inAnyBurst(({ picks }) => {
    for (const { card } of picks) {
      const showings = picks.filter((one) => one.card.id === card.id);
      expect(showings.length).toBeLessThanOrEqual(3);
    }
  });
});

it('changes topic after two in a row while another has a card not yet shown', () => {
  inAnyBurst(({ picks }, topics) => {
    for (const [index, { card }] of picks.entries()) {
      const threeInARow = picks.slice(index - 2, index + 1);
      if (index < 2 || threeInARow.some((one) => one.card.topic !== card.topic)) continue;
      const shown = new Set(picks.slice(0, index).map((one) => one.card.id));
      const others = topics.filter((one) => one.id !== card.topic).flatMap((one) => one.cards);
      expect(others.every((other) => shown.has(other.id))).toBe(true);
    }
  });
});

it('comes back to all that stays blank, and then ends', () => {
  const topics = ['t1', 't2', 't3'].map((name) =>
    topic(name, [entry(`${name}-1`), entry(`${name}-2`)]),
  );
  const blank = Array.from({ length: 50 }, (): Answer => ({ confidence: 1, tookMs: 40_000 }));
  const { picks, end } = play(topics, blank);
  expect(end).toBe('no candidate');
  // Once five of six have come back, all is weak alike, and the oldest goes first.
  expect(picks.map((one) => one.card.id).join(' ')).toMatchInlineSnapshot(
    `"t1-1 t2-2 t3-2 t1-2 t2-1 t3-1 t1-1 t2-2 t1-2 t2-1 t3-2 t1-1 t3-1 t2-2 t1-2 t2-1 t3-2 t3-1"`,
  );
});
