// The forecast: what it must do for anybody, and how often it was right for simulated learners.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardId } from '../../src/bank/card.ts';
import type { Review } from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import { horizon } from '../../src/memory/horizon.ts';
import type { Memory } from '../../src/memory/memory.ts';
import { type Outcomes, outcomesOf } from '../../src/memory/outcomes.ts';
import { type Pace, paceOf } from '../../src/memory/pace.ts';
import { readiness } from '../../src/memory/readiness.ts';
import { type ForecastPoint, forecast, type Outset } from '../../src/queue/forecast.ts';
import { createBank } from '../simulation/bank.ts';
import { createPerson } from '../simulation/person.ts';
import { ours } from '../simulation/policies/ours.ts';
import { createSchedule, START } from '../simulation/schedule.ts';
import { study } from '../simulation/study.ts';
import { DAY, entry, MORNING, memories, situations, topic } from './banks.ts';

const NONE = { 1: 0, 2: 0, 3: 0, 4: 0 };
const NOTHING: Outcomes = { new: NONE, weak: NONE, strong: NONE, again: NONE };

const STEADY: Pace = { cardsADay: 8, spread: 2, days: 7, cardsABurst: 8, msACard: 35_000 };

const TOPICS = Array.from({ length: 6 }, (_, t) =>
  topic(
    `t${t}`,
    Array.from({ length: 5 }, (__, c) => entry(`t${t}-${c}`)),
  ),
);

const INTERVIEW = MORNING + 10 * DAY;

function outset(parts: Partial<Outset> = {}): Outset {
  return {
    topics: TOPICS,
    memories: new Map(),
    pace: STEADY,
    outcomes: NOTHING,
    now: MORNING,
    until: INTERVIEW,
    horizon: () => INTERVIEW,
    ...parts,
  };
}

function endOf(parts: Partial<Outset> = {}): ForecastPoint {
  const end = forecast(outset(parts)).at(-1);
  if (!end) throw new Error('A forecast has an end');
  return end;
}

describe('the points', () => {
  it('are one a day and the end', () => {
    const days = forecast(outset({ until: MORNING + 2.5 * DAY })).map(({ at }) => at - MORNING);
    expect(days).toEqual([DAY, 2 * DAY, 2.5 * DAY]);
  });

  it('are at least the end, also if that is in an hour', () => {
    const hour = 3_600_000;
    expect(forecast(outset({ until: MORNING + hour })).map(({ at }) => at)).toEqual([
      MORNING + hour,
    ]);
  });

  it('lie between 0 and 1 and within their band, whatever happened', () => {
    const paces = fc.record({
      cardsADay: fc.double({ min: 0.1, max: 40, noNaN: true }),
      spread: fc.double({ min: 0.01, max: 40, noNaN: true }),
      days: fc.integer({ min: 1, max: 7 }),
      cardsABurst: fc.double({ min: 1, max: 30, noNaN: true }),
      msACard: fc.integer({ min: 0, max: 90_000 }),
    });
    fc.assert(
      fc.property(situations, paces, ({ topics, memories: held, now }, pace) => {
        const until = now + 5 * DAY;
        const points = forecast(outset({ topics, memories: held, pace, now, until }));
        expect(points.map(({ at }) => at)).toEqual([1, 2, 3, 4, 5].map((day) => now + day * DAY));
        for (const point of points) {
          expect(point.low).toBeGreaterThanOrEqual(0);
          expect(point.readiness).toBeGreaterThanOrEqual(point.low);
          expect(point.readiness).toBeLessThanOrEqual(point.high);
          expect(point.high).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('are the same for the same start, which is left as it was', () => {
    const held = memories(['t0-0', 3, MORNING - DAY]);
    const start = outset({ memories: held });
    expect(forecast(start)).toEqual(forecast(start));
    expect(held).toEqual(memories(['t0-0', 3, MORNING - DAY]));
  });
});

describe('study', () => {
  it('brings more the faster the pace', () => {
    const at = (cardsADay: number) => endOf({ pace: { ...STEADY, cardsADay } }).readiness;
    expect(at(2)).toBeGreaterThan(0);
    expect(at(4)).toBeGreaterThan(at(2));
    expect(at(8)).toBeGreaterThan(at(4));
    expect(at(16)).toBeGreaterThan(at(8));
  });

  it('brings more the better the ratings', () => {
    const good = { 1: 0, 2: 0, 3: 60, 4: 40 };
    const bad = { 1: 60, 2: 40, 3: 0, 4: 0 };
    const all = (given: typeof good): Outcomes => ({
      new: given,
      weak: given,
      strong: given,
      again: given,
    });
    const usual = endOf().readiness;
    const missing = 1 - usual;
    expect(1 - endOf({ outcomes: all(good) }).readiness).toBeLessThan(missing / 2);
    expect(endOf({ outcomes: all(bad) }).readiness).toBeLessThan(usual - 0.1);
  });

  it('of a card a week is one burst with one card', () => {
    const { readiness: ready } = endOf({
      pace: { ...STEADY, cardsADay: 1 / 7 },
      until: MORNING + 7 * DAY,
    });
    expect(ready).toBeGreaterThan(0);
    expect(ready).toBeLessThanOrEqual(1 / 30);
  });

  it('of nothing leaves what there is', () => {
    const held = memories(['t0-0', 3, MORNING - DAY], ['t1-0', 4, MORNING - DAY]);
    const pace = { ...STEADY, cardsADay: 0.01, spread: 0 };
    const everyCard = TOPICS.flatMap(({ cards }) => cards);
    expect(endOf({ memories: held, pace })).toMatchObject({
      readiness: readiness(everyCard, held, INTERVIEW),
      low: readiness(everyCard, held, INTERVIEW),
    });
  });

  it('without topics is for nothing', () => {
    expect(endOf({ topics: [] })).toMatchObject({ readiness: 0, low: 0, high: 0 });
  });

  it('at a pace that nobody keeps up stays computable', () => {
    const { readiness: ready } = endOf({ pace: { ...STEADY, cardsADay: 1e6, cardsABurst: 1e3 } });
    expect(ready).toBeGreaterThan(0.7);
  });
});

describe('the band', () => {
  const width = (parts: Partial<Outset>) => {
    const { low, high } = endOf(parts);
    return high - low;
  };

  it('is wider the more uneven the days were, and the fewer', () => {
    expect(width({ pace: { ...STEADY, spread: 6 } })).toBeGreaterThan(width({}));
    expect(width({ pace: { ...STEADY, days: 1 } })).toBeGreaterThan(width({}));
  });

  it('is narrower the more ratings there were', () => {
    const given = { 1: 100, 2: 100, 3: 300, 4: 100 };
    const outcomes = { new: given, weak: given, strong: given, again: given };
    expect(width({ outcomes })).toBeLessThan(width({}));
  });
});

/** Where home showed a simulated learner on interview day, and what was forecast on the way. */
interface Trial {
  readonly shown: number;
  readonly end: ForecastPoint;
}

const LEARNERS = 60;
const DAYS = 14;

/** @param day the morning of the forecast, counted from the first one */
function trials(day: number): readonly Trial[] {
  const bank = createBank(150, 15);
  const now = START + day * DAY;
  const ready = (held: ReadonlyMap<CardId, Memory>, at: number) => readiness(bank.cards, held, at);
  return Array.from({ length: LEARNERS }, (_, index) => {
    const person = createPerson('forecast', index);
    const schedule = createSchedule(person, DAYS);
    const { interview, date } = schedule;
    const { reviews } = study(person, bank, schedule, ours);
    const past: readonly Review[] = reviews.filter(({ at }) => at <= now);
    const pace = paceOf(past, now);
    if (!pace) return [];
    const end = endOf({
      topics: bank.topics,
      memories: fold(past).memories,
      pace,
      outcomes: outcomesOf(past),
      now,
      until: interview,
      horizon: () => horizon(now, date),
    });
    return [{ end, shown: ready(fold(reviews).memories, interview) }];
  }).flat();
}

describe('for simulated learners, who learn and forget by other models than ours', () => {
  it.each([4, 7, 11])('told on day %i, the band holds for at least four in five', (day) => {
    const told = trials(day);
    expect(told.length).toBeGreaterThan(LEARNERS * 0.9);
    const held = told.filter(({ end, shown }) => shown >= end.low && shown <= end.high);
    expect(held.length / told.length).toBeGreaterThanOrEqual(0.8);
    const off = told.reduce((sum, { end, shown }) => sum + end.readiness - shown, 0) / told.length;
    expect(Math.abs(off)).toBeLessThan(0.06);
  });
});
