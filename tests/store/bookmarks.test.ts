// Which burst to come back to, out of all places that are on disk.

import { expect, it } from 'vitest';
import { latestBurst } from '../../src/store/bookmarks.ts';

const stored = (id: string, startedAt: number, spentMs: number) => ({
  id,
  minutes: 5,
  startedAt,
  spentMs,
  place: { kind: 'question', card: 'contexts-1' },
});

it('is the one begun last, in whichever order the places come', () => {
  const places = [
    ['burst/a', stored('a', 1, 0)],
    ['burst/b', stored('b', 3, 0)],
    ['burst/c', stored('c', 2, 0)],
  ] as const;
  for (const some of [places, places.toReversed()]) {
    expect(latestBurst(new Map(some))?.id).toBe('b');
  }
});

it('of a burst that the first versions began, the place where it went on since', () => {
  const settings = new Map([
    ['burst', stored('a', 1, 10_000)],
    ['burst/a', stored('a', 1, 70_000)],
  ]);
  expect(latestBurst(settings)?.spentMs).toBe(70_000);
});
