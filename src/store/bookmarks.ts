// Where the learner is in each sitting; every burst has its own place, so that two tabs never share one.

import type { BurstId } from '../memory/event.ts';
import { type Burst, parseBurst } from './burst.ts';
import type { Bookmark } from './store.ts';

/** The key of the first versions, which knew only one burst. */
const OLD_KEY = 'burst';
export const PREFIX = 'burst/';

export function bookmarkKey(bookmark: Bookmark): string {
  return bookmark.in === 'burst' ? burstKey(bookmark.at.id) : bookmark.in;
}

export function burstKey(id: BurstId): string {
  return PREFIX + id;
}

function isBurstKey(key: string): boolean {
  return key === OLD_KEY || key.startsWith(PREFIX);
}

/** The burst that was begun last, whichever tab it was in. */
export function latestBurst(settings: ReadonlyMap<string, unknown>): Burst | null {
  return burstsIn(settings)[0]?.burst ?? null;
}

/** How many places of bursts make no sense. */
export function damagedBursts(settings: ReadonlyMap<string, unknown>): number {
  const keys = [...settings.keys()].filter(isBurstKey);
  return keys.length - burstsIn(settings).length;
}

/** The newest first; the old key's place of a burst is older than its own key's. */
export function burstsIn(settings: ReadonlyMap<string, unknown>) {
  return [...settings]
    .filter(([key]) => isBurstKey(key))
    .flatMap(([key, value]) => {
      const burst = parseBurst(value);
      return burst ? [{ key, burst }] : [];
    })
    .toSorted((a, b) => b.burst.startedAt - a.burst.startedAt || ageOf(a.key) - ageOf(b.key));
}

function ageOf(key: string): number {
  return key === OLD_KEY ? 1 : 0;
}
