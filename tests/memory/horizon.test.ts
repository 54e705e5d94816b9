// Dates: parsing, the moment we prepare for, and calendar days across daylight saving.

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  dateIn,
  daysUntil,
  horizon,
  type InterviewDate,
  isLastDay,
  parseInterviewDate,
} from '../../src/memory/horizon.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Node rereads TZ when it is set, but only outside worker threads; so make sure that it did. */
function inZone(zone: string): void {
  vi.stubEnv('TZ', zone);
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

function dateOf(text: string): InterviewDate {
  const date = parseInterviewDate(text);
  if (!date) throw new Error(`${text} is no date`);
  return date;
}

/** Local time in the zone that is set, such as `2026-03-28 20:00`. */
function at(local: string): number {
  return new Date(local.replace(' ', 'T')).getTime();
}

describe('parsing a date', () => {
  it.each(['2026-01-01', '2026-12-31', '2024-02-29', '2000-02-29', '2026-04-30'])(
    'takes %s',
    (text) => expect(parseInterviewDate(text)).toBe(text),
  );

  it.each([
    '2026-02-30',
    '2025-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-32',
    '0050-01-01',
    '',
    'tomorrow',
    '2026-1-1',
    '2026-01-01 ',
    '2026-01-01T09:00',
    '12026-01-01',
    '01.02.2026',
    '2026-01-01\n',
    '٢٠٢٦-٠١-٠١',
  ])('rejects %j', (text) => expect(parseInterviewDate(text)).toBeNull());

  it('takes every day of a century, and nothing throws', () => {
    const days = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2099-12-31'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(days, (day) => {
        const text = day.toISOString().slice(0, 10);
        expect(parseInterviewDate(text)).toBe(text);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseInterviewDate(text)).toBeNull();
      }),
    );
  });
});

describe('the horizon', () => {
  it('is seven days ahead without a date', () => {
    const now = Date.UTC(2026, 2, 2, 20);
    expect(horizon(now, null)).toBe(now + 7 * DAY);
  });

  it.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'America/St_Johns'])(
    'is 09:00 on the day in %s',
    (zone) => {
      inZone(zone);
      const end = horizon(at('2026-03-02 20:00'), dateOf('2026-10-28'));
      expect(end).toBe(at('2026-10-28 09:00'));
      expect(new Date(end).getHours()).toBe(9);
    },
  );

  it('is never less than a day ahead', () => {
    inZone('Europe/Berlin');
    const date = dateOf('2026-06-10');
    for (const now of [
      '2026-06-09 20:00',
      '2026-06-10 08:59',
      '2026-06-10 18:00',
      '2027-01-01 00:00',
    ]) {
      expect(horizon(at(now), date)).toBe(at(now) + DAY);
    }
    expect(horizon(at('2026-06-09 09:00'), date)).toBe(at('2026-06-10 09:00'));
    expect(horizon(at('2026-06-09 08:59'), date)).toBe(at('2026-06-10 09:00'));
  });

  it('is 09:00 on the wall, the day the clocks change', () => {
    inZone('Europe/Berlin');
    const spring = at('2026-03-27 09:00');
    expect(horizon(spring, dateOf('2026-03-29')) - spring).toBe(2 * DAY - HOUR);
    const autumn = at('2026-10-23 09:00');
    expect(horizon(autumn, dateOf('2026-10-25')) - autumn).toBe(2 * DAY + HOUR);
  });

  it('keeps its whole day even when the night is an hour shorter', () => {
    inZone('Europe/Berlin');
    const now = at('2026-03-28 09:00');
    expect(horizon(now, dateOf('2026-03-29'))).toBe(now + DAY);
  });
});

describe('days until', () => {
  it.each([
    ['2026-06-10 00:00', '2026-06-10', 0],
    ['2026-06-10 23:59', '2026-06-10', 0],
    ['2026-06-10 23:59', '2026-06-11', 1],
    ['2026-06-10 00:00', '2026-06-11', 1],
    ['2026-06-10 12:00', '2026-06-09', -1],
    ['2026-06-10 12:00', '2027-06-10', 365],
    ['2026-03-28 23:30', '2026-03-29', 1],
    ['2026-03-28 00:30', '2026-03-30', 2],
    ['2026-03-30 00:10', '2026-03-28', -2],
    ['2026-10-24 23:30', '2026-10-26', 2],
    ['2026-10-25 00:10', '2026-10-25', 0],
    ['2026-10-25 23:50', '2026-10-26', 1],
  ])('from %s to %s is %i, in Berlin', (now, date, days) => {
    inZone('Europe/Berlin');
    expect(daysUntil(at(now), dateOf(date))).toBe(days);
  });

  it('goes by the day of the device, not of Greenwich', () => {
    const now = Date.UTC(2026, 5, 10, 23);
    inZone('Pacific/Auckland');
    expect(daysUntil(now, dateOf('2026-06-11'))).toBe(0);
    inZone('America/New_York');
    expect(daysUntil(now, dateOf('2026-06-11'))).toBe(1);
  });

  it('is right where the clocks change at midnight', () => {
    inZone('America/Santiago');
    expect(daysUntil(at('2026-09-05 23:59'), dateOf('2026-09-06'))).toBe(1);
    expect(daysUntil(at('2026-09-06 01:00'), dateOf('2026-09-06'))).toBe(0);
  });

  it.each(['Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe'])(
    'counts one less each day of a year in %s',
    (zone) => {
      inZone(zone);
      const date = dateOf('2027-01-01');
      for (let day = 1; day <= 365; day++) {
        for (const hour of [1, 12, 23]) {
          expect(daysUntil(new Date(2026, 0, day, hour).getTime(), date)).toBe(366 - day);
        }
      }
    },
  );
});

describe('the last day', () => {
  const interview = dateOf('2026-03-16');
  const at = (text: string) => new Date(text).getTime();

  it.each([
    ['2026-03-14T20:59', false],
    ['2026-03-14T21:00', true],
    ['2026-03-15T12:00', true],
    ['2026-03-16T08:59', true],
    ['2026-03-16T23:59', true],
    ['2026-03-17T00:00', false],
  ])('at %s: %s', (now, expected) => {
    inZone('Europe/Berlin');
    expect(isLastDay(at(now), interview)).toBe(expected);
  });

  it('never comes without a date', () => {
    expect(isLastDay(at('2026-03-16T08:00'), null)).toBe(false);
  });
});

it('a date so many days from now is so many days away, in any zone and across daylight saving', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland']) {
    inZone(zone);
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2030, 0) }),
        fc.integer({ min: 0, max: 400 }),
        (now, days) => {
          expect(daysUntil(now, dateIn(days, now))).toBe(days);
        },
      ),
    );
  }
});
