// The trend compares what was shown a week ago with what is shown now.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/memory/fold.ts';
import type { InterviewDate } from '../../src/memory/horizon.ts';
import { horizon } from '../../src/memory/horizon.ts';
import { readiness } from '../../src/memory/readiness.ts';
import { lastWeek, trendOf } from '../../src/state/trend.ts';
import { EVENING, logs, marking, undo } from '../memory/logs.ts';
import { DAY, entry, id, MORNING, review, topic } from '../queue/banks.ts';

const WEEK = 7 * DAY;
const own = topic('a', [entry('a-0'), entry('a-1')]);

/** The figures of now, as the progress model gives them. */
function now(events: Parameters<typeof fold>[0], at: number, interview: InterviewDate | null) {
  const { memories } = fold(events);
  return {
    topic: own,
    readiness: readiness(own.cards, memories, horizon(at, interview)),
    seen: own.cards.filter((card) => memories.has(card.id)).length,
  };
}

const before = review(id('a-0'), 2, MORNING - 10 * DAY);
const since = review(id('a-1'), 4, MORNING - DAY);

describe('the trend', () => {
  it('starts from nothing while nothing had been rated a week ago', () => {
    const starred = marking('star', MORNING - 20 * DAY, { type: 'star' }, 'a-0');
    const takenBack = [before, undo('u', before, MORNING - DAY)];
    for (const log of [[since], [starred, since], [...takenBack, since]]) {
      const current = now(log, MORNING, null);
      expect(current.readiness).toBeGreaterThan(0);
      const past = lastWeek(log, MORNING, null);
      expect(trendOf(current, past)).toEqual({ from: 0, to: current.readiness });
    }
    expect(trendOf(now([], MORNING, null), lastWeek([], MORNING, null))).toBeNull();
  });

  it('goes from what was shown then to what is shown now', () => {
    const past = lastWeek([since, before], MORNING, null);
    const then = readiness(own.cards, fold([before]).memories, MORNING);
    const current = now([since, before], MORNING, null);
    expect(trendOf(current, past)).toEqual({ from: then, to: current.readiness });
    expect(current.readiness).toBeGreaterThan(then);
  });

  it('counts a rating of exactly a week ago as known then', () => {
    const edge = review(id('a-0'), 3, MORNING - WEEK);
    expect(lastWeek([edge], MORNING, null).memories.has(id('a-0'))).toBe(true);
    const later = review(id('a-0'), 3, MORNING - WEEK + 1);
    expect(lastWeek([later], MORNING, null).memories.size).toBe(0);
  });

  it('looks at both ends for the same interview', () => {
    const date = '2026-03-20' as InterviewDate;
    const past = lastWeek([before], MORNING, date);
    expect(past.horizon).toBe(horizon(MORNING, date));
    const { from, to } = trendOf(now([before], MORNING, date), past) ?? {};
    expect(to).toBe(from);
  });

  it('starts from nothing for a topic that was new then', () => {
    const elsewhere = review(id('b-0'), 3, MORNING - 20 * DAY);
    const past = lastWeek([elsewhere, since], MORNING, null);
    const current = now([elsewhere, since], MORNING, null);
    expect(trendOf(current, past)).toEqual({ from: 0, to: current.readiness });
  });

  it('is nothing for a topic that is still new', () => {
    const elsewhere = review(id('b-0'), 3, MORNING - 20 * DAY);
    const past = lastWeek([elsewhere], MORNING, null);
    expect(trendOf(now([elsewhere], MORNING, null), past)).toBeNull();
  });

  it('of any log stands on the reviews up to then, in whatever order they came', () => {
    const shuffled = logs.chain((log) =>
      fc.tuple(fc.constant(log), fc.shuffledSubarray(log, { minLength: log.length })),
    );
    fc.assert(
      fc.property(shuffled, fc.integer({ min: 0, max: 45 }), ([log, mixed], day) => {
        const at = EVENING + day * DAY;
        const known = log.filter((event) => event.type === 'undo' || event.at <= at - WEEK);
        const { memories } = fold(known);
        const past = lastWeek(mixed, at, null);
        expect(past.memories).toEqual(memories);
        expect(past.horizon).toBe(at);
      }),
    );
  });
});
