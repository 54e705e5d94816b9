// One level stands for itself and those below it.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Level } from '../../src/bank/card.ts';
import { highestOf, upTo } from '../../src/state/levels.ts';

it.each<[Level, ...Level[]]>([
  ['junior', 'junior'],
  ['mid', 'junior', 'mid'],
  ['senior', 'junior', 'mid', 'senior'],
])('%s asks %s %s %s', (level, ...levels) => {
  expect(upTo(level)).toEqual(levels);
});

it('every level is read back from what it chose, in any order', () => {
  const level = fc.constantFrom<Level>('junior', 'mid', 'senior');
  fc.assert(
    fc.property(level, fc.boolean(), (one, isReversed) => {
      const levels = upTo(one);
      expect(highestOf(isReversed ? levels.toReversed() : levels)).toBe(one);
    }),
  );
});

it.each<[...Level[]]>([['mid'], ['senior'], ['junior', 'senior'], ['mid', 'senior']])(
  'no level stands for only %s %s',
  (...levels) => {
    expect(highestOf(levels)).toBeNull();
  },
);
