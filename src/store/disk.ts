// What storage does once the app is running: it records, reads back and empties.

import type { CardId } from '../bank/card.ts';
import type { BurstId, Event } from '../memory/event.ts';
import { bookmarkKey, burstKey } from './bookmarks.ts';
import { bucketOf, stateIn } from './buckets.ts';
import { type Burst, parseBurst } from './burst.ts';
import { choicesIn, storedSettings } from './choices.ts';
import { knownEvents, parseEvent } from './events.ts';
import type { Import } from './file.ts';
import type { Database } from './promised.ts';
import { advanceMarker, refold } from './refold.ts';
import type {
  Backup,
  Bookmark,
  CardState,
  Census,
  Comparison,
  Fold,
  Folding,
  LastImport,
} from './store.ts';
import { foldedTransaction, STRICT, settle } from './transaction.ts';

export { putChoice } from './choices.ts';
export { putBookmark } from './places.ts';
export { promised } from './promised.ts';
export { checkCache } from './refold.ts';

/** @param version of the fold */
export function record(
  db: Database,
  event: Event,
  bookmark: Bookmark | null,
  fold: Fold,
  version: number,
): Promise<CardState> {
  const tx = foldedTransaction(db);
  return settle(tx, async () => {
    const isNew = (await tx.objectStore('events').getKey(event.id)) === undefined;
    await tx.objectStore('events').put(event);
    const state = await refold(tx, event.card, fold);
    if (isNew) await advanceMarker(tx, 1, version);
    if (bookmark) await tx.objectStore('settings').put(bookmark.at, bookmarkKey(bookmark));
    return state;
  });
}

export async function burst(db: Database, id: BurstId): Promise<Burst | null> {
  return parseBurst(await db.get('settings', burstKey(id)));
}

export async function stateOf(db: Database, card: CardId): Promise<CardState> {
  return stateIn(await db.get('states', bucketOf(card)), card);
}

export async function eventsOfBurst(db: Database, id: BurstId): Promise<readonly Event[]> {
  return knownEvents(await db.getAllFromIndex('events', 'burst', id));
}

export async function eventsOfCard(db: Database, card: CardId): Promise<readonly Event[]> {
  return knownEvents(await db.getAllFromIndex('events', 'card', card));
}

export async function events(db: Database): Promise<readonly Event[]> {
  return knownEvents(await db.getAll('events'));
}

export async function census(db: Database): Promise<Census> {
  const kinds = (await db.getAll('events')).map((value) => parseEvent(value).kind);
  const of = (kind: (typeof kinds)[number]) => kinds.filter((each) => each === kind).length;
  return { events: of('event'), unknown: of('unknown'), damaged: of('damaged') };
}

export async function backup(db: Database, now: number): Promise<Backup> {
  const choices = choicesIn(await storedSettings(db.transaction('settings').store));
  const all = await db.getAll('events');
  return { app: 'pocket-flask', format: 1, exportedAt: now, events: all, ...choices };
}

export async function erase(db: Database): Promise<void> {
  const stores = [...db.objectStoreNames];
  const tx = db.transaction(stores, 'readwrite', STRICT);
  await settle(tx, () => Promise.all(stores.map((name) => tx.objectStore(name).clear())));
}

/** Few learners ever import, so their start and their study bring none of that code. */
export async function compare(db: Database, file: Import): Promise<Comparison> {
  return (await import('./merge.ts')).compare(db, file);
}

export async function merge(
  db: Database,
  ...how: readonly [Import, Folding, number, (share: number) => void]
): Promise<void> {
  return (await import('./merge.ts')).merge(db, ...how);
}

export async function lastImport(db: Database): Promise<LastImport | null> {
  return (await import('./snapshot.ts')).lastImport(db);
}

export async function takeBack(db: Database): Promise<void> {
  return (await import('./snapshot.ts')).takeBack(db);
}
