// Memories at former moments: what a fold of the events until then would have given.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import { memoriesAt, replay } from '../../src/memory/replay.ts';
import { reviewsOf } from '../../src/memory/reviews.ts';
import { DAY, EVENING, logs, review, times, undo } from './logs.ts';

/** All undos, but only the reviews until then. */
function until(log: readonly Event[], at: number): Event[] {
  return log.filter((event) => event.type !== 'review' || event.at <= at);
}

describe('memories at a moment', () => {
  it('are the fold of what had happened by then', () => {
    fc.assert(
      fc.property(logs, times, (log, at) => {
        expect(memoriesAt(log, at)).toEqual(fold(until(log, at)).memories);
      }),
    );
  });

  it('are those of today once everything has happened', () => {
    fc.assert(
      fc.property(logs, (log) => {
        expect(memoriesAt(log, Number.POSITIVE_INFINITY)).toEqual(fold(log).memories);
      }),
    );
  });

  it('are the same in any order of the events, with duplicates', () => {
    const shuffled = logs.chain((log) =>
      fc.tuple(
        fc.constant(log),
        fc.shuffledSubarray([...log, ...log], { minLength: log.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, times, ([log, copied], at) => {
        expect(memoriesAt(copied, at)).toEqual(memoriesAt(log, at));
      }),
    );
  });

  it('are none before the first review, and there from its very moment', () => {
    const log = [review('1', EVENING)];
    expect(memoriesAt(log, EVENING - 1).size).toBe(0);
    expect(memoriesAt(log, EVENING).size).toBe(1);
    expect(memoriesAt([], EVENING).size).toBe(0);
  });

  it('never knew a review that was undone later', () => {
    const slip = review('1', EVENING, 4);
    expect(memoriesAt([slip, undo('2', slip, EVENING + DAY)], EVENING + 1).size).toBe(0);
  });

  it('hold for a card whose clock was set back what its fold holds', () => {
    const log = [review('1', EVENING + DAY, 1), review('2', EVENING, 3)];
    expect(memoriesAt(log, EVENING + DAY)).toEqual(fold(log).memories);
    expect(memoriesAt(log, EVENING)).toEqual(fold([log[1] as Event]).memories);
  });
});

describe('a replay', () => {
  it('sees at each of rising moments what each alone would see', () => {
    fc.assert(
      fc.property(logs, fc.array(times), (log, moments) => {
        const rising = moments.toSorted((a, b) => a - b);
        const seen = replay(reviewsOf(log), rising, (memories, at) => ({
          at,
          held: [...memories],
        }));
        expect(seen).toEqual(rising.map((at) => ({ at, held: [...memoriesAt(log, at)] })));
      }),
    );
  });

  it('of no moments sees nothing', () => {
    expect(replay([review('1', EVENING)], [], () => 'seen')).toEqual([]);
  });
});
