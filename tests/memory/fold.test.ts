// The fold of a whole log: its order, its duplicates, its merges.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardId } from '../../src/bank/card.ts';
import type { Event, Review } from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import { foldMarks } from '../../src/memory/foldMarks.ts';
import { foldCard, type Memory, remember } from '../../src/memory/memory.ts';
import { confidences, DAY, EVENING, logs, marking, review, times } from './logs.ts';

describe('a log', () => {
  const shuffledLogs = logs.chain((log) =>
    fc.tuple(fc.constant(log), fc.shuffledSubarray(log, { minLength: log.length })),
  );

  it('folds to the same memories and marks in any order', () => {
    fc.assert(
      fc.property(shuffledLogs, ([log, shuffled]) => {
        expect(fold(shuffled)).toEqual(fold(log));
      }),
    );
  });

  it('folds to the same memories and marks with duplicates anywhere', () => {
    const withCopies = logs.chain((log) =>
      fc
        .tuple(fc.constant(log), fc.subarray(log))
        .chain(([all, copies]) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all, ...copies], { minLength: all.length + copies.length }),
          ),
        ),
    );
    fc.assert(
      fc.property(withCopies, ([log, copied]) => {
        expect(fold(copied)).toEqual(fold(log));
      }),
    );
  });

  it('merges with another in any order, and again, to the same memories and marks', () => {
    const twoDevices = logs.chain((log) =>
      fc.tuple(fc.constant(log), fc.subarray(log), fc.subarray(log)),
    );
    fc.assert(
      fc.property(twoDevices, ([log, left, right]) => {
        const rest = log.filter((event) => !left.includes(event) && !right.includes(event));
        const one = union(union(left, right), rest);
        const other = union(rest, union(right, union(left, right)));
        expect(fold(one)).toEqual(fold(log));
        expect(fold(other)).toEqual(fold(log));
      }),
    );
  });

  it('folds card by card', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const { memories, marks } = fold(log);
        for (const card of ['a', 'b', 'c'] as CardId[]) {
          const own = log.filter((event) => event.card === card);
          expect(memories.get(card)).toEqual(foldCard(own));
          expect(marks.get(card)).toEqual(foldMarks(own));
        }
        const known = log.map((event) => event.card);
        for (const card of [...memories.keys(), ...marks.keys()]) expect(known).toContain(card);
      }),
    );
  });

  it('counts the reviews that were not undone, and keeps the last of them', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const undone = log.flatMap((event) => (event.type === 'undo' ? event.undoes : []));
        for (const [card, memory] of fold(log).memories) {
          const counted = log.filter(
            (event): event is Review =>
              event.type === 'review' && event.card === card && !undone.includes(event.id),
          );
          expect(memory.reviews).toBe(counted.length);
          expect(memory.reviewedAt).toBe(Math.max(...counted.map((event) => event.at)));
        }
      }),
    );
  });

  it('without what was marked folds to the same memories, and without its ratings to the same marks', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const isRating = ({ type }: Event) => type === 'review' || type === 'undo';
        const rated = log.filter(isRating);
        const marked = log.filter((event) => !isRating(event));
        expect(fold(rated)).toEqual({ memories: fold(log).memories, marks: new Map() });
        expect(fold(marked)).toEqual({ memories: new Map(), marks: fold(log).marks });
      }),
    );
  });

  it('of two devices that marked the same card has the later word of each, whoever is asked', () => {
    const phone = [
      marking('p1', EVENING, { type: 'note', text: 'from the phone' }),
      marking('p2', EVENING + 2 * DAY, { type: 'star' }),
    ];
    const laptop = [
      marking('l1', EVENING + DAY, { type: 'note', text: 'from the laptop' }),
      marking('l2', EVENING + DAY, { type: 'unstar' }),
    ];
    const merged = {
      card: 'contexts-1',
      starred: true,
      suspended: false,
      note: 'from the laptop',
      markedAt: EVENING + 2 * DAY,
    };
    for (const log of [union(phone, laptop), union(laptop, phone)]) {
      expect([...fold(log).marks.values()]).toEqual([merged]);
    }
  });

  it('remembered one by one as it happens, gives what its fold gives', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(times, confidences)), (happened) => {
        const reviews = happened
          .toSorted(([a], [b]) => a - b)
          .map(([at, confidence], index) => review(String(index).padStart(4, '0'), at, confidence));
        const remembered = reviews.reduce<Memory | undefined>(remember, undefined);
        expect(remembered).toEqual(foldCard(reviews));
      }),
    );
  });

  it('is not changed by its fold', () => {
    const events = Object.freeze([review('2', EVENING + DAY), review('1', EVENING)]);
    foldCard(events);
    expect(events.map((event) => event.id)).toEqual(['2', '1']);
  });
});

function union(left: readonly Event[], right: readonly Event[]): Event[] {
  return [...new Map([...left, ...right].map((event) => [event.id, event])).values()];
}
