// Ticked points suggest a confidence that a learner would call fair.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { suggest } from '../../src/state/suggestion.ts';

it.each([
  [1, 5, 2],
  [2, 4, 2],
  [3, 5, 3],
  [2, 3, 3],
  [4, 5, 3],
  [5, 5, 4],
  [1, 1, 4],
] as const)('%i of %i points are confidence %i', (ticked, points, confidence) => {
  expect(suggest(ticked, points)).toBe(confidence);
});

it('says nothing while nothing is ticked', () => {
  expect(suggest(0, 4)).toBeNull();
  expect(suggest(0, 0)).toBeNull();
});

it('never falls when one more point is ticked', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), (points) => {
      const all = Array.from({ length: points + 1 }, (_, ticked) => suggest(ticked, points) ?? 0);
      expect(all).toEqual(all.toSorted((a, b) => a - b));
      expect(all.at(-1)).toBe(4);
    }),
  );
});
