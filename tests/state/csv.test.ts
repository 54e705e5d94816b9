// The events as a table: what a spreadsheet reads from it is what happened, and nothing is run.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/memory/event.ts';
import { csvOf } from '../../src/state/csv.ts';
import { EVENING, logs, marking, review, undo } from '../memory/logs.ts';
import { NASTY, rowsOf } from './table.ts';

const RATING = review('1', EVENING, 2);

const read = (events: readonly Event[]) => rowsOf(csvOf(events), ',');

/** The last column of the only event. */
function noteRead(text: string): string | undefined {
  const [, row] = read([marking('1', EVENING, { type: 'note', text })]);
  return row?.at(-1);
}

it('has a line of names, and then a line an event in the order they happened', () => {
  const star = marking('3', EVENING + 2, { type: 'star' });
  expect(read([star, undo('2', RATING, EVENING + 1), RATING])).toEqual([
    'id type time card burst confidence prediction took_ms undoes text'.split(' '),
    [
      '1',
      'review',
      '2026-03-02T20:00:00.000Z',
      'contexts-1',
      'burst',
      '2',
      'none',
      '20000',
      '',
      '',
    ],
    ['2', 'undo', '2026-03-02T20:00:00.001Z', 'contexts-1', 'burst', '', '', '', '1', ''],
    ['3', 'star', '2026-03-02T20:00:00.002Z', 'contexts-1', '', '', '', '', '', ''],
  ]);
});

it('ends each line as RFC 4180 wants it', () => {
  expect(csvOf([]).endsWith('text\r\n')).toBe(true);
  expect(csvOf([RATING]).split('\r\n')).toHaveLength(3);
});

describe('a note', () => {
  it.each(NASTY)('%j is one field, and no formula', (text) => {
    const field = noteRead(text);
    expect(field?.replace(/^'/, '')).toBe(text);
    expect(field).not.toMatch(/^[=+\-@\t\r\n]/);
  });

  it('of any kind is read as it was written, and no formula', () => {
    const text = fc.string({ unit: fc.constantFrom(...'=+-@"\',\t\r\n a') });
    fc.assert(
      fc.property(text, (note) => {
        const field = noteRead(note);
        const isMarked = /^[=+\-@\t\r\n]/.test(note);
        expect(field).toBe(isMarked ? `'${note}` : note);
      }),
    );
  });
});

it('has every event of any log', () => {
  fc.assert(
    fc.property(logs, (log) => {
      const [names, ...rows] = read(log);
      expect(rows.map(([id]) => id).toSorted()).toEqual(log.map(({ id }) => String(id)).toSorted());
      expect(new Set(rows.map((row) => row.length))).toEqual(
        new Set(rows.length > 0 ? [names?.length] : []),
      );
    }),
  );
});
