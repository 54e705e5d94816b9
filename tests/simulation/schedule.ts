// When a learner sits down and for how long: two bursts a day, some days missed, some bursts cut off.

import type { InterviewDate } from '../../src/memory/horizon.ts';
import { parseInterviewDate } from '../../src/memory/horizon.ts';
import { between } from './dice.ts';
import { DAY_MS } from './model.ts';
import type { Person } from './person.ts';

export interface PlannedBurst {
  /** From 0, for the first day. */
  readonly day: number;
  /** Epoch ms. */
  readonly startsAt: number;
  readonly budgetMs: number;
}

export interface Schedule {
  readonly bursts: readonly PlannedBurst[];
  readonly date: InterviewDate;
  /** 09:00 of that date, in epoch ms. */
  readonly interview: number;
}

/** Local midnight of a Monday in January: no clock is changed in the two months that follow. */
export const START = new Date(2026, 0, 5).getTime();

/** From 0, for the day of the first burst. */
export function dayOf(at: number): number {
  return Math.floor((at - START) / DAY_MS);
}

const HOUR_MS = 3_600_000;
const BURST_MS = 5 * 60_000;

export function createSchedule(person: Person, days: number): Schedule {
  return {
    bursts: Array.from({ length: days }, (_, day) => burstsOf(person, day)).flat(),
    date: dateOf(days),
    interview: START + days * DAY_MS + 9 * HOUR_MS,
  };
}

function burstsOf({ luck, missesDay, abortsBurst }: Person, day: number): PlannedBurst[] {
  if (luck(30, day) < missesDay) return [];
  return [8, 18].map((hour) => {
    const cut = luck(31, day, hour) < abortsBurst ? between(0.1, 0.9, luck(32, day, hour)) : 1;
    const late = 2 * HOUR_MS * luck(33, day, hour);
    const startsAt = START + day * DAY_MS + hour * HOUR_MS + Math.round(late);
    return { day, startsAt, budgetMs: Math.round(cut * BURST_MS) };
  });
}

function dateOf(days: number): InterviewDate {
  const date = new Date(2026, 0, 5 + days);
  const [month, day] = [date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, '0'));
  const parsed = parseInterviewDate(`${date.getFullYear()}-${month}-${day}`);
  if (!parsed) throw new Error(`${days} days from the start is no date`);
  return parsed;
}
