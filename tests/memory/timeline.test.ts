// Readiness day by day: what home would have shown at each midnight, and what it shows now.

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CardEntry } from '../../src/bank/card.ts';
import { fold } from '../../src/memory/fold.ts';
import { horizon, parseInterviewDate } from '../../src/memory/horizon.ts';
import { readiness } from '../../src/memory/readiness.ts';
import { memoriesAt } from '../../src/memory/replay.ts';
import { reviewsOf } from '../../src/memory/reviews.ts';
import { timeline } from '../../src/memory/timeline.ts';
import { entry } from '../queue/banks.ts';
import { DAY, EVENING, logs, review, times, undo } from './logs.ts';

const CARDS: readonly CardEntry[] = ['a', 'b', 'never-seen'].map((card) => entry(card));
const INTERVIEW = parseInterviewDate('2026-04-20');

const withDate = (at: number) => horizon(at, INTERVIEW);
const withoutDate = (at: number) => horizon(at, null);

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

function momentsOf(first: string, now: string): readonly number[] {
  return timeline([review('1', at(first), 3, 'a')], CARDS, at(now), withoutDate).map(
    (point) => point.at,
  );
}

describe('the moments', () => {
  it('begin with the morning of the first day, which was at nothing, and end now', () => {
    inZone('Europe/Berlin');
    expect(momentsOf('2026-06-10 20:00', '2026-06-10 21:00')).toEqual([
      at('2026-06-10 00:00'),
      at('2026-06-10 21:00'),
    ]);
    expect(momentsOf('2026-06-10 20:00', '2026-06-12 09:00')).toEqual([
      at('2026-06-10 00:00'),
      at('2026-06-11 00:00'),
      at('2026-06-12 00:00'),
      at('2026-06-12 09:00'),
    ]);
  });

  it('are at most thirty midnights and this one', () => {
    inZone('Europe/Berlin');
    const moments = momentsOf('2025-06-10 20:00', '2026-06-10 21:00');
    expect(moments).toHaveLength(32);
    expect(moments[0]).toBe(at('2026-05-11 00:00'));
  });

  it('are the midnights of the calendar when the clocks change', () => {
    inZone('Europe/Berlin');
    expect(momentsOf('2026-03-28 20:00', '2026-03-30 09:00')).toEqual([
      at('2026-03-28 00:00'),
      at('2026-03-29 00:00'),
      at('2026-03-30 00:00'),
      at('2026-03-30 09:00'),
    ]);
  });

  it('rise, whatever happened', () => {
    fc.assert(
      fc.property(logs, times, (log, now) => {
        const moments = timeline(reviewsOf(log), CARDS, now, withDate).map((point) => point.at);
        expect(moments).toEqual(moments.toSorted((a, b) => a - b));
        expect(moments.at(-1)).toBe(now);
        expect(moments.length).toBeGreaterThanOrEqual(2);
      }),
    );
  });
});

describe('readiness', () => {
  it.each([
    ['with a date', withDate],
    ['without a date', withoutDate],
  ])('was what home showed then, %s', (_, prepared) => {
    fc.assert(
      fc.property(logs, times, (log, now) => {
        for (const point of timeline(reviewsOf(log), CARDS, now, prepared).slice(0, -1)) {
          const then = readiness(CARDS, memoriesAt(log, point.at), prepared(point.at));
          expect(point.readiness).toBe(then);
        }
      }),
    );
  });

  it('is now what home shows now, what a clock set back left ahead included', () => {
    fc.assert(
      fc.property(logs, times, (log, now) => {
        const last = timeline(reviewsOf(log), CARDS, now, withDate).at(-1);
        expect(last?.readiness).toBe(readiness(CARDS, fold(log).memories, withDate(now)));
      }),
    );
  });

  it('begins at nothing and rises with the first solid card', () => {
    const points = timeline([review('1', EVENING, 3, 'a')], CARDS, EVENING + DAY, withDate);
    expect(points[0]?.readiness).toBe(0);
    expect(points.at(-1)?.readiness).toBeGreaterThan(0.2);
  });

  it('knows nothing of cards that left the bank, nor of what was undone', () => {
    const slip = review('1', EVENING, 4, 'a');
    const events = [slip, undo('2', slip, EVENING + 1), review('3', EVENING, 4, 'left-the-bank')];
    const points = timeline(reviewsOf(events), CARDS, EVENING + DAY, withDate);
    expect(points.map((point) => point.readiness)).toEqual(points.map(() => 0));
  });

  it('without cards is nothing', () => {
    const points = timeline([review('1', EVENING, 3, 'a')], [], EVENING + DAY, withDate);
    expect(points.map((point) => point.readiness)).toEqual(points.map(() => 0));
  });
});
