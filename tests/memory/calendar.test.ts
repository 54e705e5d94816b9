// Cards and bursts on the days of five weeks, by the calendar on the wall.

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { calendarOf } from '../../src/memory/calendar.ts';
import type { BurstId, Review } from '../../src/memory/event.ts';
import { reviewsOf } from '../../src/memory/reviews.ts';
import { DAY, EVENING, logs, review, times, undo } from './logs.ts';

function inZone(zone: string): void {
  vi.stubEnv('TZ', zone);
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

function at(local: string): number {
  return new Date(local.replace(' ', 'T')).getTime();
}

let ids = 0;

function rated(local: string, burst = 'burst', card = 'contexts-1'): Review {
  return { ...review(`r${ids++}`, at(local), 3, card), burst: burst as BurstId };
}

/** Cards and bursts by day of the month, of the days that have any. */
function studied(reviews: readonly Review[], now: string) {
  const days = calendarOf(reviewsOf(reviews), at(now)).weeks.flat();
  return days
    .filter(({ cards, bursts }) => cards > 0 || bursts > 0)
    .map((day) => [new Date(day.at).getDate(), day.cards, day.bursts]);
}

describe('the weeks', () => {
  it.each([
    ['2026-06-08 00:00', 'a Monday'],
    ['2026-06-10 12:00', 'a Wednesday'],
    ['2026-06-14 23:59', 'a Sunday'],
  ])('are five from Monday to Sunday, ending with that of %s, %s', (now) => {
    inZone('Europe/Berlin');
    const { weeks } = calendarOf([], at(now));
    expect(weeks.map((week) => week.length)).toEqual([7, 7, 7, 7, 7]);
    expect(weeks[0]?.[0]?.at).toBe(at('2026-05-11 00:00'));
    expect(weeks[4]?.[0]?.at).toBe(at('2026-06-08 00:00'));
    expect(weeks[4]?.[6]?.at).toBe(at('2026-06-14 00:00'));
  });

  it('know which day is today, and which are ahead', () => {
    inZone('Europe/Berlin');
    const [week] = calendarOf([], at('2026-06-10 12:00')).weeks.slice(-1);
    expect(week?.map(({ when }) => when)).toEqual([
      'past',
      'past',
      'today',
      'ahead',
      'ahead',
      'ahead',
      'ahead',
    ]);
  });

  it('begin each day at its midnight, also when the clocks change', () => {
    inZone('Europe/Berlin');
    const days = calendarOf([], at('2026-04-08 12:00')).weeks.flat();
    expect(days.every((day) => new Date(day.at).getHours() === 0)).toBe(true);
    expect(new Set(days.map((day) => new Date(day.at).getDate())).size).toBeGreaterThan(28);
    expect(days.map((day) => (new Date(day.at).getDay() + 6) % 7)).toEqual(
      Array.from({ length: 35 }, (_, index) => index % 7),
    );
  });
});

describe('a day', () => {
  it('counts cards and bursts', () => {
    inZone('Europe/Berlin');
    const reviews = [
      rated('2026-06-09 08:00', 'morning'),
      rated('2026-06-09 08:01', 'morning', 'contexts-2'),
      rated('2026-06-09 20:00', 'evening'),
      rated('2026-06-10 20:00', 'next'),
    ];
    expect(studied(reviews, '2026-06-10 21:00')).toEqual([
      [9, 3, 2],
      [10, 1, 1],
    ]);
  });

  it('goes from midnight to midnight on the wall', () => {
    inZone('Europe/Berlin');
    const reviews = [
      rated('2026-06-09 00:00', 'a'),
      rated('2026-06-09 23:59', 'b'),
      rated('2026-06-10 00:00', 'c'),
    ];
    expect(studied(reviews, '2026-06-10 12:00')).toEqual([
      [9, 2, 2],
      [10, 1, 1],
    ]);
  });

  it('has the burst that ran over midnight on both sides, which is one in all', () => {
    inZone('Europe/Berlin');
    const reviews = [rated('2026-06-09 23:59', 'late'), rated('2026-06-10 00:01', 'late')];
    expect(studied(reviews, '2026-06-10 12:00')).toEqual([
      [9, 1, 1],
      [10, 1, 1],
    ]);
    expect(calendarOf(reviews, at('2026-06-10 12:00'))).toMatchObject({
      bursts: 1,
      cards: 2,
      days: 2,
    });
  });

  it('of 23 or 25 hours is as whole as any', () => {
    inZone('Europe/Berlin');
    const spring = ['2026-03-28 23:30', '2026-03-29 00:30', '2026-03-29 23:30', '2026-03-30 00:30'];
    expect(
      studied(
        spring.map((time) => rated(time)),
        '2026-04-01 12:00',
      ),
    ).toEqual([
      [28, 1, 1],
      [29, 2, 1],
      [30, 1, 1],
    ]);
    const autumn = ['2026-10-24 23:30', '2026-10-25 00:30', '2026-10-25 23:30', '2026-10-26 00:30'];
    expect(
      studied(
        autumn.map((time) => rated(time)),
        '2026-10-28 12:00',
      ),
    ).toEqual([
      [24, 1, 1],
      [25, 2, 1],
      [26, 1, 1],
    ]);
  });
});

describe('all together', () => {
  it('are the days shown: what was before the first Monday or comes after the last Sunday is not', () => {
    inZone('Europe/Berlin');
    const reviews = [
      rated('2026-05-10 23:59', 'before'),
      rated('2026-05-11 00:00', 'first'),
      rated('2026-06-14 23:59', 'last'),
      rated('2026-06-15 00:00', 'after'),
    ];
    const calendar = calendarOf(reviews, at('2026-06-10 12:00'));
    expect(calendar).toMatchObject({ cards: 2, bursts: 2, days: 2 });
  });

  it('do not count what was undone', () => {
    const slip = review('1', EVENING);
    const events = [slip, undo('2', slip, EVENING + 1), review('3', EVENING + 2)];
    expect(calendarOf(reviewsOf(events), EVENING + DAY)).toMatchObject({ cards: 1, bursts: 1 });
  });

  it('add up, whatever happened', () => {
    fc.assert(
      fc.property(logs, times, (log, now) => {
        const reviews = reviewsOf(log);
        const { weeks, cards, days } = calendarOf(reviews, now);
        const from = weeks[0]?.[0]?.at ?? 0;
        const last = new Date(weeks[4]?.[6]?.at ?? 0);
        const to = new Date(last.getFullYear(), last.getMonth(), last.getDate() + 1).getTime();
        expect(cards).toBe(reviews.filter((one) => one.at >= from && one.at < to).length);
        expect(weeks.flat().filter((day) => day.bursts > 0)).toHaveLength(days);
      }),
    );
  });
});
