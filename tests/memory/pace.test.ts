// Cards a day lately: what counts as a day, and how uneven the days are.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BurstId, Review } from '../../src/memory/event.ts';
import { paceOf } from '../../src/memory/pace.ts';
import { DAY, HOUR, review } from './logs.ts';

/** Noon on the wall, wherever the test runs, and in no night when clocks change. */
const NOON = new Date(2026, 5, 10, 12).getTime();

/** So many cards on each of these days before NOON, an hour before it, each day one burst. */
function cardsOn(days: Readonly<Record<number, number>>): Review[] {
  return Object.entries(days)
    .flatMap(([ago, cards]) =>
      Array.from({ length: cards }, (_, index): Review => {
        const at = NOON - Number(ago) * DAY - HOUR + index;
        return { ...review(`${ago}-${index}`, at), burst: `burst ${ago}` as BurstId };
      }),
    )
    .sort((a, b) => a.at - b.at);
}

describe('cards a day', () => {
  it.each<[string, Record<number, number>, number, number]>([
    ['a first burst today', { 0: 9 }, 9, 1],
    ['a first burst yesterday, none yet today', { 1: 9 }, 6, 1.5],
    ['three days in a row', { 2: 9, 1: 6, 0: 5 }, 8, 2.5],
    ['weeks of 14', { 7: 14, 6: 14, 5: 14, 4: 14, 3: 14, 2: 14, 1: 14, 0: 14 }, 14, 7],
    ['some days off', { 8: 1, 6: 10, 3: 4, 0: 7 }, 3, 7],
    ['a day long ago and one this week', { 30: 40, 2: 14 }, 2, 7],
    ['the seventh day back', { 7: 40, 6: 7 }, 1, 7],
  ])('of %s', (_, days, cardsADay, counted) => {
    expect(paceOf(cardsOn(days), NOON)).toMatchObject({ cardsADay, days: counted });
  });

  it('are none if there was no card in the last seven days', () => {
    expect(paceOf([], NOON)).toBeNull();
    expect(paceOf(cardsOn({ 7: 9, 20: 9 }), NOON)).toBeNull();
  });

  it('do not depend on the hour of looking, once there is a whole week', () => {
    const week = cardsOn({ 9: 14, 8: 14, 7: 14, 6: 14, 5: 14, 4: 14, 3: 14, 2: 14, 1: 14, 0: 14 });
    for (let hours = 0; hours < 22; hours++) {
      expect(paceOf(week, NOON + hours * HOUR)?.cardsADay).toBe(14);
    }
  });

  it('count from today where a clock set back left the first card ahead', () => {
    expect(paceOf([review('1', NOON + 3 * DAY)], NOON)).toMatchObject({ cardsADay: 1, days: 1 });
  });
});

describe('a burst', () => {
  it('has the mean of cards, and a card the mean of time', () => {
    const reviews = cardsOn({ 1: 10, 0: 4 }).map((one, index) => ({
      ...one,
      tookMs: index < 7 ? 10_000 : 30_000,
    }));
    expect(paceOf(reviews, NOON)).toMatchObject({ cardsABurst: 7, msACard: 20_000 });
  });
});

describe('the spread', () => {
  const spread = (days: Readonly<Record<number, number>>) =>
    paceOf(cardsOn(days), NOON)?.spread ?? Number.NaN;

  it('of one day is all of it, because one day says nothing of the next', () => {
    expect(spread({ 0: 9 })).toBe(9);
  });

  it('of a week that was even is small, and never nothing', () => {
    const even = spread({ 6: 14, 5: 14, 4: 14, 3: 14, 2: 14, 1: 14, 0: 14 });
    expect(even).toBeCloseTo(14 / Math.sqrt(7), 10);
  });

  it('of a week in one go is more than that of the same cards spread out', () => {
    expect(spread({ 6: 1, 0: 48 })).toBeGreaterThan(
      spread({ 6: 7, 5: 7, 4: 7, 3: 7, 2: 7, 1: 7, 0: 7 }),
    );
  });

  it('is a number above 0 wherever there is a pace', () => {
    const days = fc.dictionary(
      fc.integer({ min: 0, max: 9 }).map(String),
      fc.integer({ min: 1, max: 30 }),
    );
    fc.assert(
      fc.property(days, (cards) => {
        const pace = paceOf(cardsOn(cards), NOON);
        if (!pace) return;
        expect(pace.spread).toBeGreaterThan(0);
        expect(pace.days).toBeGreaterThanOrEqual(1);
        expect(pace.days).toBeLessThanOrEqual(7);
      }),
    );
  });
});
