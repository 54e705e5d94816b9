// When there is a forecast, how far it reaches, and what it is for.

import { describe, expect, it } from 'vitest';
import type { BurstId, Review } from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import { horizon, parseInterviewDate } from '../../src/memory/horizon.ts';
import { readiness } from '../../src/memory/readiness.ts';
import { type Now, outlookOf } from '../../src/state/outlook.ts';
import { DAY, entry, id, review, topic } from '../queue/banks.ts';

const TOPICS = ['t0', 't1', 't2'].map((name) =>
  topic(
    name,
    [0, 1, 2, 3].map((card) => entry(`${name}-${card}`)),
  ),
);
const CARDS = TOPICS.flatMap(({ cards }) => cards);
const NOON = new Date(2026, 5, 10, 12).getTime();

/** Four cards, two days ago. */
const REVIEWS: readonly Review[] = CARDS.slice(0, 4).map((card, index) => ({
  ...review(card.id, 3, NOON - 2 * DAY + index * 30_000),
  burst: 'burst' as BurstId,
}));

function outlook(interview: string | null, parts: Partial<Now> = {}, reviews = REVIEWS) {
  return outlookOf(reviews, {
    now: NOON,
    interview: interview === null ? null : parseInterviewDate(interview),
    topics: TOPICS,
    memories: fold(reviews).memories,
    ...parts,
  });
}

function forecastOf(interview: string | null, parts: Partial<Now> = {}, reviews = REVIEWS) {
  const found = outlook(interview, parts, reviews);
  if (found.kind !== 'forecast') throw new Error(`There is no forecast, but ${found.kind}`);
  return found;
}

describe('how far it reaches', () => {
  it('is to nine o’clock on the day of the interview', () => {
    for (const days of [1, 2, 10]) {
      const { end, toInterview, points } = forecastOf(`2026-06-${10 + days}`);
      expect(end.at).toBe(new Date(2026, 5, 10 + days, 9).getTime());
      expect(toInterview).toBe(true);
      expect(points).toHaveLength(days);
    }
  });

  it('is eight weeks at most, which is then not the interview', () => {
    expect(forecastOf('2026-08-05').toInterview).toBe(true);
    const { end, toInterview } = forecastOf('2026-08-06');
    expect(end.at).toBe(NOON + 56 * DAY);
    expect(toInterview).toBe(false);
  });

  it('is a week without a date, and after the interview', () => {
    for (const date of [null, '2026-06-09', '2025-01-01']) {
      const { end, toInterview, points } = forecastOf(date);
      expect(end.at).toBe(NOON + 7 * DAY);
      expect(points).toHaveLength(7);
      expect(toInterview).toBe(false);
    }
  });
});

describe('why there is none', () => {
  it('the interview is today', () => {
    expect(outlook('2026-06-10').kind).toBe('today');
    expect(outlook('2026-06-10', {}, []).kind).toBe('today');
  });

  it('nothing was rated in the last seven days', () => {
    const former = REVIEWS.map((one) => ({ ...one, at: one.at - 7 * DAY }));
    expect(outlook('2026-06-20', {}, former).kind).toBe('no-pace');
    expect(outlook(null, {}, []).kind).toBe('no-pace');
  });
});

describe('what it is for', () => {
  it('is the interview itself, to the last hour', () => {
    const still = forecastOf('2026-06-20', {}, REVIEWS.slice(0, 1));
    const interview = parseInterviewDate('2026-06-20');
    const { memories } = fold(REVIEWS.slice(0, 1));
    const now = readiness(CARDS, memories, horizon(NOON, interview));
    // At a card in two and a half days, the first day may be one without.
    expect(still.points[0]?.low).toBe(now);
  });

  it('is a week ahead of each day without a date, as home shows it', () => {
    const before = { ...review(id('t0-0'), 3, NOON - 20 * DAY), burst: 'before' as BurstId };
    const today = { ...review(id('left-the-bank'), 3, NOON), burst: 'today' as BurstId };
    const log = [before, today];
    const { memories } = fold(log);
    const { points } = forecastOf(null, { topics: TOPICS.slice(0, 1), memories }, log);
    const forgetting = readiness(TOPICS[0]?.cards ?? [], memories, NOON + 14 * DAY);
    expect(points.at(-1)?.low).toBeCloseTo(forgetting, 10);
  });

  it('is at the pace of the last days', () => {
    // Since the morning of the first card, two days and a half ago.
    expect(forecastOf(null).cardsADay).toBe(4 / 2.5);
  });
});
