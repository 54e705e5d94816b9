// What is marked on a card: the last word on each thing, whatever order the events came in.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CardId } from '../../src/bank/card.ts';
import type { Event, EventId, Marking } from '../../src/memory/event.ts';
import { foldMarks, isMarking } from '../../src/memory/foldMarks.ts';
import { type Marks, mark } from '../../src/memory/marks.ts';
import { type Change, changes, DAY, EVENING, logs, marking, review, times, undo } from './logs.ts';

const BARE: Marks = {
  card: 'contexts-1' as CardId,
  starred: false,
  suspended: false,
  note: '',
  markedAt: EVENING,
};

/** Changes a day apart, beginning in the evening. */
function daily(...all: readonly Change[]): Marking[] {
  return all.map((change, day) => marking(String(day), EVENING + day * DAY, change));
}

const star: Change = { type: 'star' };
const unstar: Change = { type: 'unstar' };
const suspend: Change = { type: 'suspend' };
const resume: Change = { type: 'resume' };
const note = (text: string): Change => ({ type: 'note', text });

describe('one event', () => {
  it.each<[string, Change, Partial<Marks>]>([
    ['a star', star, { starred: true }],
    ['a star taken away', unstar, {}],
    ['a suspension', suspend, { suspended: true }],
    ['a return', resume, {}],
    ['a note', note('g is per request'), { note: 'g is per request' }],
    ['an empty note', note(''), {}],
  ])('%s', (_, change, expected) => {
    expect(foldMarks(daily(change))).toEqual({ ...BARE, ...expected });
  });

  it('none is no marks', () => {
    expect(foldMarks([])).toBeUndefined();
  });

  it('of a rating marks nothing, nor does taking it back', () => {
    const rated = review('1', EVENING);
    expect(foldMarks([rated, undo('2', rated, EVENING + 1)])).toBeUndefined();
    expect([rated, undo('2', rated, EVENING + 1)].some(isMarking)).toBe(false);
  });
});

describe('one event after another', () => {
  it('the last one wins', () => {
    expect(foldMarks(daily(star, unstar, star, unstar))?.starred).toBe(false);
    expect(foldMarks(daily(star, unstar, star))?.starred).toBe(true);
    expect(foldMarks(daily(suspend, resume, suspend))?.suspended).toBe(true);
    expect(foldMarks(daily(suspend, resume))?.suspended).toBe(false);
    expect(foldMarks(daily(note('first'), note('second')))?.note).toBe('second');
    expect(foldMarks(daily(note('first'), note('')))?.note).toBe('');
  });

  it('each thing is marked on its own', () => {
    expect(foldMarks(daily(star, note('mine'), suspend))).toEqual({
      ...BARE,
      starred: true,
      suspended: true,
      note: 'mine',
      markedAt: EVENING + 2 * DAY,
    });
    expect(foldMarks(daily(star, note('mine'), suspend, unstar, resume))).toEqual({
      ...BARE,
      note: 'mine',
      markedAt: EVENING + 4 * DAY,
    });
  });

  it('the same once more changes nothing but the time', () => {
    expect(foldMarks(daily(star, star))).toEqual({
      ...BARE,
      starred: true,
      markedAt: EVENING + DAY,
    });
  });

  it('a card that is bare again still knows when that was', () => {
    expect(foldMarks(daily(star, unstar))).toEqual({ ...BARE, markedAt: EVENING + DAY });
  });

  it('an undo takes back ratings only, whatever it names', () => {
    const starred = marking('1', EVENING, star);
    const named: Event = {
      ...undo('3', review('2', EVENING), EVENING + 1),
      undoes: '1' as EventId,
    };
    expect(foldMarks([starred, named])).toEqual(foldMarks([starred]));
  });
});

describe('order', () => {
  it('goes by time, not by arrival', () => {
    const [first, second] = [marking('2', EVENING, star), marking('1', EVENING + 1, unstar)];
    expect(foldMarks([second, first])?.starred).toBe(false);
  });

  it('goes by id where the times are equal', () => {
    const [first, second] = [marking('a', EVENING, unstar), marking('b', EVENING, star)];
    expect(foldMarks([first, second])?.starred).toBe(true);
    expect(foldMarks([second, first])).toEqual(foldMarks([first, second]));
    const notes = [marking('b', EVENING, note('b')), marking('a', EVENING, note('a'))];
    expect(foldMarks(notes)?.note).toBe('b');
  });

  it('of the events does not matter, nor do copies of them', () => {
    const copied = logs.chain((log) =>
      fc
        .tuple(fc.constant(log.filter(({ card }) => card === 'a')), fc.nat(5))
        .chain(([own, copies]) => {
          const all = [...own, ...own.slice(0, copies)];
          return fc.tuple(fc.constant(own), fc.shuffledSubarray(all, { minLength: all.length }));
        }),
    );
    fc.assert(
      fc.property(copied, ([log, mixed]) => {
        expect(foldMarks(mixed)).toEqual(foldMarks(log));
      }),
    );
  });

  it('is left alone by the fold', () => {
    const events = Object.freeze([
      marking('2', EVENING + DAY, star),
      marking('1', EVENING, unstar),
    ]);
    foldMarks(events);
    expect(events.map(({ id }) => id)).toEqual(['2', '1']);
  });
});

it('says of each thing what the last event about it says', () => {
  const histories = fc.array(fc.tuple(times, changes), { minLength: 1 });
  fc.assert(
    fc.property(histories, (history) => {
      const events = history.map(([at, change], index) =>
        marking(String(index).padStart(4, '0'), at, change),
      );
      const latest = (...types: readonly Marking['type'][]) =>
        events
          .filter(({ type }) => types.includes(type))
          .reduce<Marking | null>((last, each) => (last && last.at > each.at ? last : each), null);
      const noted = latest('note');
      expect(foldMarks(events)).toEqual({
        ...BARE,
        starred: latest('star', 'unstar')?.type === 'star',
        suspended: latest('suspend', 'resume')?.type === 'suspend',
        note: noted?.type === 'note' ? noted.text : '',
        markedAt: Math.max(...events.map(({ at }) => at)),
      });
    }),
  );
});

it('marked one by one as it happens, gives what its fold gives', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(times, changes)), (happened) => {
      const events = happened
        .toSorted(([a], [b]) => a - b)
        .map(([at, change], index) => marking(String(index).padStart(4, '0'), at, change));
      expect(events.reduce<Marks | undefined>(mark, undefined)).toEqual(foldMarks(events));
    }),
  );
});
