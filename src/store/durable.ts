// Events, what they come to, and settings in IndexedDB: what a start reads, and the way to all else.

import { damagedBursts, latestBurst } from './bookmarks.ts';
import { readCache } from './cache.ts';
import type { Connection, Database } from './database.ts';
import { parseMock } from './mock.ts';
import { readSettings, storedSettings } from './settings.ts';
import type { Folding, Store, Stored } from './store.ts';

const MOCK = 'mock';

export function createDurableStore({ run }: Connection, folding: Folding): Store {
  /** What a start does not need comes with its code, which must be here before its transaction. */
  async function onDisk<T>(
    work: (disk: typeof import('./disk.ts'), db: Database) => Promise<T>,
  ): Promise<T> {
    const disk = await import('./disk.ts');
    return run((db) => work(disk, db));
  }

  return {
    durable: true,
    load: () => run((db) => load(db, folding)),
    check: () => onDisk((disk, db) => disk.checkCache(db, folding)),
    async record(event, bookmark) {
      const fold = await folding.load();
      return onDisk((disk, db) => disk.record(db, event, bookmark, fold, folding.version));
    },
    saveBookmark: (bookmark) => onDisk((disk, db) => disk.putBookmark(db, bookmark)),
    saveSetting: (key, value, now) => onDisk((disk, db) => disk.putChoice(db, key, value, now)),
    burst: (id) => onDisk((disk, db) => disk.burst(db, id)),
    stateOf: (card) => onDisk((disk, db) => disk.stateOf(db, card)),
    eventsOfBurst: (burst) => onDisk((disk, db) => disk.eventsOf(db, 'burst', burst)),
    eventsOfCard: (card) => onDisk((disk, db) => disk.eventsOf(db, 'card', card)),
    events: () => onDisk((disk, db) => disk.events(db)),
    census: () => onDisk((disk, db) => disk.census(db)),
    backup: (now) => onDisk((disk, db) => disk.backup(db, now)),
    erase: () => onDisk((disk, db) => disk.erase(db)),
    async readFile(text) {
      return (await import('./file.ts')).readFile(text);
    },
    async compare(file) {
      const { compare } = await import('./merge.ts');
      return run((db) => compare(db, file));
    },
    async merge(file, now, onProgress) {
      const { merge } = await import('./merge.ts');
      return run((db) => merge(db, file, folding, now, onProgress));
    },
    async lastImport() {
      const { lastImport } = await import('./snapshot.ts');
      return run(lastImport);
    },
    async takeBack() {
      const { takeBack } = await import('./snapshot.ts');
      return run(takeBack);
    },
  };
}

async function load(db: Database, folding: Folding): Promise<Stored> {
  const [folded, stored] = await Promise.all([
    readCache(db, folding),
    storedSettings(db.transaction('settings').store),
  ]);
  const { settings, damaged } = readSettings(stored);
  const mock = parseMock(stored.get(MOCK));
  const lostMock = !mock && stored.get(MOCK) ? 1 : 0;
  return {
    ...folded,
    settings,
    damagedSettings: damaged + damagedBursts(stored) + lostMock,
    burst: latestBurst(stored),
    mock,
  };
}
