// Figures as a person would say them, at the edges where they tip over.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Topic, TopicId } from '../../src/bank/card.ts';
import type { Why } from '../../src/state/sitting.ts';
import { whyThisCard } from '../../src/ui/burst/why.ts';
import { duration } from '../../src/ui/duration.ts';
import { ending } from '../../src/ui/mock/words.ts';
import { whenAsked, whenTopicAsked } from '../../src/ui/topics/words.ts';
import { ago, clock, countdown, percent, plural, shortDate } from '../../src/ui/words.ts';
import { entry, topic } from '../queue/banks.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('per cent', () => {
  it.each([
    [0, 0],
    [1e-9, 1],
    [0.004, 1],
    [0.014, 1],
    [0.015, 2],
    [0.5, 50],
    [0.994, 99],
    [1, 100],
  ])('%f is %i', (share, shown) => expect(percent(share)).toBe(shown));

  it('is 0 for nothing only, and never falls when the share grows', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (a, b) => {
        expect(percent(a) === 0).toBe(a === 0);
        expect(percent(Math.min(a, b))).toBeLessThanOrEqual(percent(Math.max(a, b)));
      }),
    );
  });
});

describe('the clock', () => {
  it.each([
    [5 * MINUTE, '5:00'],
    [5 * MINUTE - 1, '5:00'],
    [5 * MINUTE - SECOND, '4:59'],
    [186 * SECOND, '3:06'],
    [MINUTE, '1:00'],
    [MINUTE - 1, '1:00'],
    [59 * SECOND, '0:59'],
    [1, '0:01'],
    [0, '0:00'],
    [10 * MINUTE, '10:00'],
  ])('at %i ms is %s: it says 0:00 only when the time is up', (ms, shown) => {
    expect(clock(ms)).toBe(shown);
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 s'],
    [499, '0 s'],
    [500, '1 s'],
    [59_499, '59 s'],
    [59_500, '1 min 00 s'],
    [304 * SECOND, '5 min 04 s'],
    [HOUR, '60 min 00 s'],
  ])('of %i ms is %s', (ms, said) => expect(duration(ms)).toBe(said));
});

describe('how long ago', () => {
  it.each([
    [0, 'just now'],
    [MINUTE - 1, 'just now'],
    [MINUTE, '1 min ago'],
    [HOUR - 1, '59 min ago'],
    [HOUR, '1 h ago'],
    [2 * DAY - 1, '47 h ago'],
    [2 * DAY, '2 days ago'],
    [3 * DAY - 1, '2 days ago'],
    [-HOUR, 'just now'],
  ])('%i ms is %s', (ms, said) => expect(ago(ms)).toBe(said));
});

describe('the countdown', () => {
  it.each([
    [0, 'today'],
    [1, 'tomorrow'],
    [2, 'in 2 days'],
    [14, 'in 14 days'],
  ])('of %i days is %s', (days, said) => expect(countdown(days)).toBe(said));
});

describe('the plural', () => {
  it.each([
    [0, '0 cards'],
    [1, '1 card'],
    [2, '2 cards'],
    [21, '21 cards'],
  ])('of %i is %s', (count, said) => expect(plural(count, 'card')).toBe(said));

  it('may be irregular', () => {
    expect(plural(2, 'memory', 'memories')).toBe('2 memories');
    expect(plural(1, 'memory', 'memories')).toBe('1 memory');
  });
});

it.each([
  ['2026-12-03', '3 Dec'],
  ['2026-01-01', '1 Jan'],
  ['2026-12-31', '31 Dec'],
  ['2028-02-29', '29 Feb'],
])('the date %s is %s, in any time zone', (date, said) => expect(shortDate(date)).toBe(said));

it('every month is called by its first three letters', () => {
  const format = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
  for (let month = 0; month < 12; month += 1) {
    const date = `2027-${String(month + 1).padStart(2, '0')}-01`;
    expect(shortDate(date)).toBe(format.format(new Date(2027, month, 1)).replace('Sept', 'Sep'));
  }
});

describe('why this card', () => {
  const contexts = 'Contexts' as TopicId;
  const known = (id: TopicId): Topic | undefined => (id === contexts ? topic(id, []) : undefined);

  it.each<[Why, string]>([
    [
      { kind: 'weakest-topic', topic: contexts, readiness: 0.12 },
      'Contexts is your weakest topic: 12% ready',
    ],
    [{ kind: 'new-topic', topic: contexts }, 'Contexts is new to you'],
    [
      { kind: 'change-of-topic', topic: contexts, readiness: 0.301 },
      'A change of topic: Contexts is 30% ready',
    ],
    [{ kind: 'longest-ago', topic: contexts }, 'It is longest since you saw Contexts'],
    [{ kind: 'return', confidence: 2 }, 'Back again, because it was shaky before'],
    [{ kind: 'resumed' }, 'Where you left off'],
    [{ kind: 'undone' }, 'Rating taken back: rate this card again'],
    [{ kind: 'new-topic', topic: 'gone' as TopicId }, 'This is new to you'],
  ])('%o is told as "%s"', (why, said) => expect(whyThisCard(why, known)).toBe(said));
});

it('a topic says when its turn comes, also to who forgets fast', () => {
  expect(whenTopicAsked(0, 3, false)).toBe('Your weakest of 3 topics: bursts begin here.');
  expect(whenTopicAsked(2, 3, false)).toBe('2 topics come before this one in your bursts.');
  expect(whenTopicAsked(2, 3, true)).toBe(
    'You forget fast, so bursts ask what you saw longest ago.',
  );
  expect(whenTopicAsked(-1, 3, true)).toMatch(/^Not in your interview/);
});

it.each([
  [0, 0, 'age', 'Asked first here: the one you saw longest ago'],
  [0, 2, 'age', 'Asked after 2 seen longer ago'],
  [0, 2, 'weakness', 'Asked after 2 weaker cards'],
  [1, 0, 'weakness', 'Asked after 1 never seen: the weakest you have seen'],
] as const)(
  'a card after %i new and %i others by %s is told as "%s"',
  (unseen, ahead, by, said) => {
    expect(whenAsked(entry('a-1'), { kind: 'seen', unseen, ahead, by })).toBe(said);
  },
);

describe('before a mock interview is ended early', () => {
  it.each([
    ['question', 1, 'after-each', /^nothing of it is kept/],
    ['question', 1, 'at-the-end', /^nothing of it is kept/],
    ['question', 3, 'after-each', /^nothing more is asked.* You still get the report/],
    ['question', 3, 'at-the-end', /^nothing more is asked.* You judge what you answered/],
    ['judge', 1, 'after-each', /^nothing more is asked.* You judge this answer/],
    ['judge', 1, 'at-the-end', /^you get the report at once.* only what you have judged/],
  ] as const)(
    'in the place %s %i, judged %s, it says what comes',
    (kind, number, judging, words) => {
      expect(ending({ kind, number, judging })).toMatch(words);
    },
  );
});
