// Events, memories and settings in IndexedDB.

import type { IDBPTransaction } from 'idb';
import type { CardId } from '../bank/card.ts';
import type { Memory } from '../memory/memory.ts';
import { parseBurst } from './burst.ts';
import type { Connection, Database, Schema } from './database.ts';
import { isFields, knownEvents, parseEvent, parseMemory } from './parse.ts';
import { readSettings } from './settings.ts';
import type { Census, Folding, Store, Stored } from './store.ts';

const STRICT = { durability: 'strict' } as const;
const BURST = 'burst';
const MARKER = 'marker';

/** Says which events the memories were folded from. */
interface Marker {
  readonly fold: number;
  readonly events: number;
}

export function createDurableStore(connection: Connection, folding: Folding): Store {
  const { run } = connection;
  return {
    durable: true,
    load: () => run((db) => load(db, folding)),
    record: (event, burst) =>
      run(async (db) => {
        const tx = db.transaction(['events', 'memories', 'settings'], 'readwrite', STRICT);
        return settle(tx, async () => {
          const isNew = (await tx.objectStore('events').getKey(event.id)) === undefined;
          await tx.objectStore('events').put(event);
          const memory = await refold(tx, event.card, folding);
          if (isNew) await advanceMarker(tx);
          await tx.objectStore('settings').put(burst, BURST);
          return memory;
        });
      }),
    saveBurst: (burst) => run((db) => putSetting(db, BURST, burst)),
    saveSetting: (key, value) => run((db) => putSetting(db, key, value)),
    eventsOfBurst: (burst) =>
      run(async (db) => knownEvents(await db.getAllFromIndex('events', 'burst', burst))),
    eventsOfCard: (card) =>
      run(async (db) => knownEvents(await db.getAllFromIndex('events', 'card', card))),
    census: () => run(async (db) => count(await db.getAll('events'))),
    backup: (now) =>
      run(async (db) => ({
        app: 'pocket-flask',
        format: 1,
        exportedAt: now,
        events: await db.getAll('events'),
        settings: readSettings(await settingsOf(db)).settings,
      })),
  };
}

type WriteTransaction = IDBPTransaction<
  Schema,
  ('events' | 'memories' | 'settings')[],
  'readwrite'
>;

/** Resolves only when the transaction has completed; rejects with the first thing that went wrong. */
async function settle<T>(tx: { readonly done: Promise<void> }, work: () => Promise<T>): Promise<T> {
  const [result] = await Promise.all([work(), tx.done]);
  return result;
}

async function putSetting(db: Database, key: string, value: unknown): Promise<void> {
  const tx = db.transaction('settings', 'readwrite', STRICT);
  await settle(tx, () => tx.store.put(value, key));
}

async function refold(
  tx: WriteTransaction,
  card: CardId,
  folding: Folding,
): Promise<Memory | undefined> {
  const events = knownEvents(await tx.objectStore('events').index('card').getAll(card));
  const memory = folding.fold(events).get(card);
  if (memory) await tx.objectStore('memories').put(memory);
  else await tx.objectStore('memories').delete(card);
  return memory;
}

/** A marker that is missing or wrong stays so, and the next start rebuilds the memories. */
async function advanceMarker(tx: WriteTransaction): Promise<void> {
  const settings = tx.objectStore('settings');
  const marker = parseMarker(await settings.get(MARKER));
  if (marker) await settings.put({ ...marker, events: marker.events + 1 }, MARKER);
}

async function load(db: Database, folding: Folding): Promise<Stored> {
  const stored = await settingsOf(db);
  const { settings, damaged } = readSettings(stored);
  const burst = stored.has(BURST) ? parseBurst(stored.get(BURST)) : null;
  return {
    memories: await memoriesOf(db, parseMarker(stored.get(MARKER)), folding),
    settings,
    damagedSettings: damaged + (stored.has(BURST) && !burst ? 1 : 0),
    burst,
  };
}

async function settingsOf(db: Database): Promise<Map<string, unknown>> {
  const tx = db.transaction('settings');
  const [keys, values] = await Promise.all([tx.store.getAllKeys(), tx.store.getAll()]);
  return new Map(keys.map((key, index) => [key, values[index]]));
}

async function memoriesOf(
  db: Database,
  marker: Marker | null,
  folding: Folding,
): Promise<ReadonlyMap<CardId, Memory>> {
  const [events, values] = await Promise.all([db.count('events'), db.getAll('memories')]);
  const memories = values.map(parseMemory);
  const sound = memories.every((memory) => memory !== null);
  if (!sound || marker?.fold !== folding.version || marker.events !== events) {
    return rebuild(db, folding);
  }
  return new Map(memories.map((memory) => [memory.card, memory]));
}

async function rebuild(db: Database, folding: Folding): Promise<ReadonlyMap<CardId, Memory>> {
  const tx = db.transaction(['events', 'memories', 'settings'], 'readwrite', STRICT);
  return settle(tx, async () => {
    const values = await tx.objectStore('events').getAll();
    const memories = folding.fold(knownEvents(values));
    await tx.objectStore('memories').clear();
    for (const memory of memories.values()) await tx.objectStore('memories').put(memory);
    const marker: Marker = { fold: folding.version, events: values.length };
    await tx.objectStore('settings').put(marker, MARKER);
    return memories;
  });
}

function parseMarker(value: unknown): Marker | null {
  if (!isFields(value)) return null;
  const { fold, events } = value as Partial<Record<keyof Marker, unknown>>;
  return typeof fold === 'number' && typeof events === 'number' ? { fold, events } : null;
}

function count(values: readonly unknown[]): Census {
  const kinds = values.map((value) => parseEvent(value).kind);
  const of = (kind: (typeof kinds)[number]) => kinds.filter((each) => each === kind).length;
  return { events: of('event'), unknown: of('unknown'), damaged: of('damaged') };
}
