// Writes down where the learner is, and forgets where they were long ago.

import { bookmarkKey, burstsIn, PREFIX } from './bookmarks.ts';
import type { Database } from './promised.ts';
import type { Bookmark } from './store.ts';
import { STRICT, settle } from './transaction.ts';

/** More tabs than anybody studies in; older places are of bursts long gone. */
const MOST_KEPT = 4;

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
