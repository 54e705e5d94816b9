// The memory of a card: one review after another, the time rules, and undo.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event, EventId } from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import { step } from '../../src/memory/fsrs.ts';
import { foldCard, remember } from '../../src/memory/memory.ts';
import { confidences, DAY, EVENING, HOUR, logs, review, times, undo } from './logs.ts';

describe('one review after another', () => {
  it('the first one starts a memory', () => {
    expect(foldCard([review('1', EVENING, 2)])).toEqual({
      card: 'contexts-1',
      stability: 1.2931,
      difficulty: 5.11217071,
      reviewedAt: EVENING,
      confidence: 2,
      reviews: 1,
    });
  });

  it('steps by the days between, in the order of time', () => {
    const events = [
      review('c', EVENING + 4 * DAY, 1),
      review('a', EVENING, 3),
      review('b', EVENING + DAY, 3),
    ];
    expect(foldCard(events)).toEqual({
      card: 'contexts-1',
      ...step(step(step(null, 0, 3), 1, 3), 3, 1),
      reviewedAt: EVENING + 4 * DAY,
      confidence: 1,
      reviews: 3,
    });
  });

  it('takes reviews of the same moment by id', () => {
    const [a, b] = [review('a', EVENING, 1), review('b', EVENING, 4)];
    expect(foldCard([b, a])?.confidence).toBe(4);
    expect(foldCard([b, a])).toEqual(foldCard([a, b]));
  });

  it('no event is no memory', () => {
    expect(foldCard([])).toBeUndefined();
    expect(fold([])).toEqual({ memories: new Map(), marks: new Map() });
  });
});

describe('time', () => {
  function stabilityAfter(elapsedMs: number): number {
    return remember(foldCard([review('1', EVENING)]), review('2', EVENING + elapsedMs)).stability;
  }
  const sameDay = step(step(null, 0, 3), 0, 3).stability;
  const oneDay = step(step(null, 0, 3), 1, 3).stability;
  const twoDays = step(step(null, 0, 3), 2, 3).stability;

  it('minutes and hours later are the same day', () => {
    expect(stabilityAfter(0)).toBe(sameDay);
    expect(stabilityAfter(10 * 60_000)).toBe(sameDay);
    expect(stabilityAfter(12 * HOUR - 1)).toBe(sameDay);
  });

  it('from twelve hours on, such as evening to morning, it is a day', () => {
    expect(stabilityAfter(12 * HOUR)).toBe(oneDay);
    expect(stabilityAfter(DAY)).toBe(oneDay);
    expect(stabilityAfter(36 * HOUR - 1)).toBe(oneDay);
    expect(stabilityAfter(36 * HOUR)).toBe(twoDays);
  });

  it('a clock that went backwards gives no elapsed day', () => {
    expect(stabilityAfter(-1)).toBe(sameDay);
    expect(stabilityAfter(-20 * 365 * DAY)).toBe(sameDay);
  });

  it('any two clocks give a memory of finite numbers', () => {
    const clocks = fc.maxSafeInteger();
    fc.assert(
      fc.property(clocks, clocks, confidences, (first, second, confidence) => {
        const before = remember(undefined, review('1', first, confidence));
        const after = remember(before, review('2', second, confidence));
        expect(after.stability).toBeGreaterThan(0);
        expect(after.stability).toBeLessThanOrEqual(36_500);
        expect(after.difficulty).toBeGreaterThanOrEqual(1);
        expect(after.difficulty).toBeLessThanOrEqual(10);
      }),
    );
  });
});

describe('undo', () => {
  const first = review('1', EVENING, 4);
  const second = review('2', EVENING + DAY, 1);

  it('gives the former memory, also after later reviews', () => {
    const third = review('3', EVENING + 2 * DAY, 3);
    expect(foldCard([first, second, undo('4', second, EVENING + DAY + 1)])).toEqual(
      foldCard([first]),
    );
    expect(foldCard([first, second, third, undo('4', second, EVENING + 3 * DAY)])).toEqual(
      foldCard([first, third]),
    );
  });

  it('gives no memory when it undoes the only review', () => {
    expect(foldCard([first, undo('2', first, EVENING + 1)])).toBeUndefined();
    expect(fold([first, undo('2', first, EVENING + 1)]).memories.has(first.card)).toBe(false);
  });

  it('counts even if the clock says that it came before the review', () => {
    expect(foldCard([first, second, undo('0', second, EVENING - DAY)])).toEqual(foldCard([first]));
  });

  it('does nothing for a review it does not know, until that review arrives', () => {
    const early = undo('3', second, EVENING + DAY + 1);
    expect(foldCard([first, early])).toEqual(foldCard([first]));
    expect(foldCard([first, early, second])).toEqual(foldCard([first]));
  });

  it('cannot itself be undone', () => {
    const undone = undo('3', second, EVENING + DAY + 1);
    const again: Event = { ...undone, id: '4' as EventId, undoes: undone.id };
    expect(foldCard([first, second, undone, again])).toEqual(foldCard([first]));
  });

  it('after any review, at any time, gives exactly the former memories', () => {
    fc.assert(
      fc.property(logs, times, times, confidences, (log, doneAt, undoneAt, confidence) => {
        const done = review('new', doneAt, confidence, 'a');
        expect(fold([...log, done, undo('undo-new', done, undoneAt)])).toEqual(fold(log));
      }),
    );
  });
});
