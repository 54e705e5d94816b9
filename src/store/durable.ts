// Events, what they come to, and settings in IndexedDB: what a start reads, and the way to all else.

import { damagedBursts, latestBurst } from './bookmarks.ts';
import { readKept } from './cache.ts';
import type { Connection } from './database.ts';
import { parseMock } from './mock.ts';
import type { Database } from './promised.ts';
import { readSettings } from './settings.ts';
import type { Folding, Store, Stored } from './store.ts';

const MOCK = 'mock';

type Disk = typeof import('./disk.ts');

export function createDurableStore({ run }: Connection, folding: Folding): Store {
  /** What a start does not need comes with its code, which must be here before its transaction. */
  function later<Wanted extends readonly unknown[], T>(
    choose: (disk: Disk) => (db: Database, ...wanted: Wanted) => Promise<T>,
  ) {
    return async (...wanted: Wanted): Promise<T> => {
      const disk = await import('./disk.ts');
      const work = choose(disk);
      return run((db) => work(disk.promised(db), ...wanted));
    };
  }

  return {
    durable: true,
    load: () => run((db) => load(db, folding)),
    check: later((disk) => (db) => disk.checkCache(db, folding)),
    async record(event, bookmark) {
      const fold = await folding.load();
      const recorded = later((disk) => disk.record);
      return recorded(event, bookmark, fold, folding.version);
    },
    saveBookmark: later((disk) => disk.putBookmark),
    // Generic, which `later` cannot see through.
    saveSetting: (key, value, now) =>
      later((disk) => (db) => disk.putChoice(db, key, value, now))(),
    burst: later((disk) => disk.burst),
    stateOf: later((disk) => disk.stateOf),
    eventsOfBurst: later((disk) => disk.eventsOfBurst),
    eventsOfCard: later((disk) => disk.eventsOfCard),
    events: later((disk) => disk.events),
    census: later((disk) => disk.census),
    backup: later((disk) => disk.backup),
    erase: later((disk) => disk.erase),
    readFile: async (text) => (await import('./file.ts')).readFile(text),
    compare: later((disk) => disk.compare),
    merge: (file, now, onProgress) => later((disk) => disk.merge)(file, folding, now, onProgress),
    lastImport: later((disk) => disk.lastImport),
    takeBack: later((disk) => disk.takeBack),
  };
}

async function load(db: IDBDatabase, folding: Folding): Promise<Stored> {
  const { cache, stored } = await readKept(db, folding);
  const { settings, damaged } = readSettings(stored);
  const mock = parseMock(stored.get(MOCK));
  const lostMock = !mock && stored.get(MOCK) ? 1 : 0;
  return {
    ...cache,
    settings,
    damagedSettings: damaged + damagedBursts(stored) + lostMock,
    burst: latestBurst(stored),
    mock,
  };
}
