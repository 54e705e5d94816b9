// Where the learner is in each sitting; every burst has its own place, so that two tabs never share one.

import type { BurstId } from '../memory/event.ts';
import { type Burst, parseBurst } from './burst.ts';
import type { Database } from './database.ts';
import type { Bookmark } from './store.ts';
import { STRICT, settle } from './transaction.ts';

/** The key of the first versions, which knew only one burst. */
const OLD_KEY = 'burst';
const PREFIX = 'burst/';
/** More tabs than anybody studies in; older places are of bursts long gone. */
const MOST_KEPT = 4;

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

/** Writes a place that no event brings along, and forgets those of bursts long gone. */
export async function putBookmark(db: Database, bookmark: Bookmark): Promise<void> {
  const tx = db.transaction('settings', 'readwrite', STRICT);
  await settle(tx, async () => {
    await tx.store.put(bookmark.at, bookmarkKey(bookmark));
    if (bookmark.in !== 'burst') return;
    const range = IDBKeyRange.bound(PREFIX, `${PREFIX}\uffff`);
    const keys = await tx.store.getAllKeys(range);
    if (keys.length <= MOST_KEPT) return;
    const values = await tx.store.getAll(range);
    const bursts = burstsIn(new Map(keys.map((key, index) => [key, values[index]])));
    // A clock that was set back must not make this very burst one of the oldest.
    const newest = new Set([bookmarkKey(bookmark), ...bursts.map(({ key }) => key)]);
    const kept = [...newest].slice(0, MOST_KEPT);
    for (const key of keys) if (!kept.includes(key)) await tx.store.delete(key);
  });
}

/** The newest first. */
function burstsIn(settings: ReadonlyMap<string, unknown>) {
  return [...settings]
    .filter(([key]) => isBurstKey(key))
    .flatMap(([key, value]) => {
      const burst = parseBurst(value);
      return burst ? [{ key, burst }] : [];
    })
    .toSorted((a, b) => b.burst.startedAt - a.burst.startedAt);
}
