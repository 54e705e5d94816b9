// Days of the calendar, also where one has 23 or 25 hours, or no midnight.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { daysBetween, midnight } from '../../src/memory/days.ts';

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

describe('midnight', () => {
  it.each([
    ['2026-06-10 00:00', 0, '2026-06-10 00:00'],
    ['2026-06-10 23:59', 0, '2026-06-10 00:00'],
    ['2026-06-10 12:00', 1, '2026-06-11 00:00'],
    ['2026-06-10 12:00', -10, '2026-05-31 00:00'],
    ['2026-12-31 12:00', 1, '2027-01-01 00:00'],
    ['2026-03-28 23:30', 2, '2026-03-30 00:00'],
    ['2026-10-26 00:30', -1, '2026-10-25 00:00'],
  ])('of %s and %i days is %s, in Berlin', (from, later, expected) => {
    inZone('Europe/Berlin');
    expect(midnight(at(from), later)).toBe(at(expected));
  });

  it('is one o’clock where the clocks change at midnight', () => {
    inZone('America/Santiago');
    expect(midnight(at('2026-09-06 15:00'))).toBe(at('2026-09-06 01:00'));
  });
});

describe('days between', () => {
  it.each([
    ['2026-06-10 00:00', '2026-06-10 23:59', 0],
    ['2026-06-10 23:59', '2026-06-11 00:00', 1],
    ['2026-06-11 00:00', '2026-06-10 23:59', -1],
    ['2026-03-28 12:00', '2026-03-30 01:00', 2],
    ['2026-10-24 12:00', '2026-10-26 01:00', 2],
    ['2026-01-01 12:00', '2027-01-01 12:00', 365],
  ])('%s and %s are %i, in Berlin', (from, to, days) => {
    inZone('Europe/Berlin');
    expect(daysBetween(at(from), at(to))).toBe(days);
  });

  it.each(['Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Pacific/Auckland'])(
    'undo what midnight does, on every day of a year in %s',
    (zone) => {
      inZone(zone);
      const start = at('2026-01-01 12:00');
      for (let day = 0; day < 365; day++) {
        expect(daysBetween(start, midnight(start, day))).toBe(day);
      }
    },
  );
});
