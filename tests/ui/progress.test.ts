// The sentences of the progress screen, at the figures where they tip over.

import { describe, expect, it } from 'vitest';
import type { Outlook } from '../../src/state/outlook.ts';
import {
  dayOf,
  inPercent,
  outlookInWords,
  pace,
  sinceThen,
  span,
  times,
} from '../../src/ui/progress/words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const THIRD = new Date(2026, 11, 3, 9).getTime();

/** With plain spaces, which a person cannot tell from the ones that hold a line together. */
function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

it('a day is its number and month', () => {
  expect(plain(dayOf(THIRD))).toBe('3 Dec');
});

it('per cent stays on one line', () => {
  expect(inPercent(0.416)).toBe('42%');
});

describe('since then', () => {
  it.each([
    [0.12, 0.42, 'up from 12% on 3 Dec'],
    [0.42, 0.12, 'down from 42% on 3 Dec'],
    [0.421, 0.419, 'as on 3 Dec'],
    [0, 0.001, 'up from 0% on 3 Dec'],
  ])('from %f to %f: %s', (from, to, words) => {
    expect(plain(sinceThen(from, to, THIRD))).toBe(words);
  });
});

describe('the pace', () => {
  it.each([
    [14.4, '14 cards a day'],
    [1, '1 card a day'],
    [0.5, '1 card a day'],
    [0.49, '3 cards a week'],
    [1 / 7, '1 card a week'],
    [0.01, '1 card a week'],
  ])('of %f is %s', (cardsADay, words) => expect(pace(cardsADay)).toBe(words));
});

describe('the outlook', () => {
  function forecast(low: number, readiness: number, high: number, toInterview = true): Outlook {
    const end = { at: THIRD, low, readiness, high };
    return { kind: 'forecast', cardsADay: 14, points: [end], end, toInterview };
  }

  it.each<[string, Outlook, string]>([
    [
      'to the interview',
      forecast(0.6, 0.71, 0.8),
      'At 14 cards a day, as lately, you will be about 71% ready for your interview on 3 Dec, somewhere between 60 and 80%.',
    ],
    [
      'to a day',
      forecast(0.6, 0.71, 0.8, false),
      'At 14 cards a day, as lately, you will be about 71% ready on 3 Dec, somewhere between 60 and 80%.',
    ],
    [
      'with a band that says little',
      forecast(0.2, 0.5, 0.9, false),
      'At 14 cards a day, as lately, you will be about 50% ready on 3 Dec, somewhere between 20 and 90%. A few more days of study narrow that down.',
    ],
    [
      'with a band that is none',
      forecast(0.981, 0.982, 0.983),
      'At 14 cards a day, as lately, you will be about 98% ready for your interview on 3 Dec.',
    ],
    ['on the day', { kind: 'today' }, 'Your interview is today. Good luck.'],
    [
      'without a pace',
      { kind: 'no-pace' },
      'No cards in the last 7 days, so there is no pace to look ahead with. One burst is enough.',
    ],
  ])('%s', (_, outlook, words) => expect(plain(outlookInWords(outlook))).toBe(words));
});

describe('a span of time', () => {
  it.each([
    [0, '0 min'],
    [29_000, '0 min'],
    [30_000, '1 min'],
    [59 * MINUTE, '59 min'],
    [HOUR - 1, '1 h 0 min'],
    [HOUR, '1 h 0 min'],
    [3 * HOUR + 24 * MINUTE, '3 h 24 min'],
    [100 * HOUR, '100 h 0 min'],
  ])('of %i ms is %s', (ms, words) => expect(plain(span(ms))).toBe(words));
});

it('times are counted', () => {
  expect(times(42, 50)).toBe('42 of 50 times');
  expect(times(1, 1)).toBe('1 of 1 time');
});
