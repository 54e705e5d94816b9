// Events, what they come to, and settings in IndexedDB.

import type { CardId } from '../bank/card.ts';
import { bookmarkKey, burstKey, damagedBursts, latestBurst, putBookmark } from './bookmarks.ts';
import { parseBurst } from './burst.ts';
import { advanceMarker, checkCache, readCache, refold } from './cache.ts';
import { choicesIn, putChoice, storedSettings } from './choices.ts';
import type { Connection, Database } from './database.ts';
import { parseMock } from './mock.ts';
import { knownEvents, parseEvent, parseMarks, parseMemory } from './parse.ts';
import { readSettings } from './settings.ts';
import type { CardState, Census, Folding, Store, Stored } from './store.ts';
import { foldedTransaction, STRICT, settle } from './transaction.ts';

const MOCK = 'mock';

export function createDurableStore(connection: Connection, folding: Folding): Store {
  const { run } = connection;
  return {
    durable: true,
    load: () => run((db) => load(db, folding)),
    check: () => run((db) => checkCache(db, folding)),
    async record(event, bookmark) {
      // Before the transaction, which would not wait for it.
      const fold = await folding.load();
      return run((db) => {
        const tx = foldedTransaction(db);
        return settle(tx, async () => {
          const isNew = (await tx.objectStore('events').getKey(event.id)) === undefined;
          await tx.objectStore('events').put(event);
          const state = await refold(tx, event.card, fold);
          if (isNew) await advanceMarker(tx, 1, folding.version);
          if (bookmark) await tx.objectStore('settings').put(bookmark.at, bookmarkKey(bookmark));
          return state;
        });
      });
    },
    saveBookmark: (bookmark) => run((db) => putBookmark(db, bookmark)),
    saveSetting: (key, value, now) => run((db) => putChoice(db, key, value, now)),
    burst: (id) => run(async (db) => parseBurst(await db.get('settings', burstKey(id)))),
    stateOf: (card) => run((db) => stateOf(db, card)),
    eventsOfBurst: (burst) =>
      run(async (db) => knownEvents(await db.getAllFromIndex('events', 'burst', burst))),
    eventsOfCard: (card) =>
      run(async (db) => knownEvents(await db.getAllFromIndex('events', 'card', card))),
    events: () => run(async (db) => knownEvents(await db.getAll('events'))),
    census: () => run(async (db) => count(await db.getAll('events'))),
    backup: (now) =>
      run(async (db) => {
        const choices = choicesIn(await settingsOf(db));
        const events = await db.getAll('events');
        return { app: 'pocket-flask', format: 1, exportedAt: now, events, ...choices };
      }),
    // Start-up and study need none of this, so its code comes when it is wanted.
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
    erase: () => run(erase),
  };
}

async function load(db: Database, folding: Folding): Promise<Stored> {
  const [folded, stored] = await Promise.all([readCache(db, folding), settingsOf(db)]);
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

function settingsOf(db: Database): Promise<Map<string, unknown>> {
  return storedSettings(db.transaction('settings').store);
}

async function stateOf(db: Database, card: CardId): Promise<CardState> {
  const tx = db.transaction(['memories', 'marks']);
  const [memory, marks] = await Promise.all([
    tx.objectStore('memories').get(card),
    tx.objectStore('marks').get(card),
  ]);
  return { memory: parseMemory(memory) ?? undefined, marks: parseMarks(marks) ?? undefined };
}

async function erase(db: Database): Promise<void> {
  const stores = [...db.objectStoreNames];
  const tx = db.transaction(stores, 'readwrite', STRICT);
  await settle(tx, () => Promise.all(stores.map((name) => tx.objectStore(name).clear())));
}

function count(values: readonly unknown[]): Census {
  const kinds = values.map((value) => parseEvent(value).kind);
  const of = (kind: (typeof kinds)[number]) => kinds.filter((each) => each === kind).length;
  return { events: of('event'), unknown: of('unknown'), damaged: of('damaged') };
}
