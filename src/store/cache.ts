// The cache of what the events come to: memories and marks, in buckets, and the marker that vouches for them.

import type { CardId } from '../bank/card.ts';
import type { Marks } from '../memory/marks.ts';
import type { Memory } from '../memory/memory.ts';
import { isFields, isMarks, isMemory } from './parse.ts';
import type { Cache, Folded, Folding } from './store.ts';

export const MARKER = 'marker';

/** Says which events the cache was folded from, by which version of the fold. */
export interface Marker {
  readonly fold: number;
  readonly events: number;
}

export interface Kept {
  readonly cache: Cache;
  /** All that is stored under settings. */
  readonly stored: ReadonlyMap<string, unknown>;
}

const NOTHING: Cache = { memories: new Map(), marks: new Map(), events: 0 };

/** With the cache if it is of this version and makes sense; else it is made anew from the events. */
export async function readKept(db: IDBDatabase, folding: Folding): Promise<Kept> {
  const [buckets, keys, values, [firstEvent]] = await readRows(db);
  const stored = new Map(keys.map((key, index) => [key, values[index]]));
  const marker = parseMarker(stored.get(MARKER));
  const states = marker?.fold === folding.version ? readStates(buckets) : null;
  if (marker && states) return { cache: { ...states, events: marker.events }, stored };
  // Nothing is written where nothing has happened yet.
  if (firstEvent === undefined) return { cache: NOTHING, stored };
  const { rebuildAtStart } = await import('./refold.ts');
  return { cache: await rebuildAtStart(db, folding), stored };
}

/** Buckets of states, keys and values of settings, and the first event's key. */
type Rows = readonly [
  buckets: readonly unknown[],
  keys: readonly string[],
  values: readonly unknown[],
  firstEvent: readonly unknown[],
];

/** Rejects like any operation on a connection that was lost. */
function readRows(db: IDBDatabase): Promise<Rows> {
  const tx = db.transaction(['states', 'settings', 'events']);
  const settings = tx.objectStore('settings');
  const requests = [
    tx.objectStore('states').getAll(),
    settings.getAllKeys(),
    settings.getAll(),
    tx.objectStore('events').getAllKeys(null, 1),
  ];
  return new Promise((resolve, reject) => {
    tx.oncomplete = () => resolve(requests.map(({ result }) => result) as unknown as Rows);
    tx.onabort = () => reject(tx.error ?? new DOMException('', 'AbortError'));
  });
}

/** `null` if anything in them makes no sense. */
function readStates(buckets: readonly unknown[]): Folded | null {
  const memories = new Map<CardId, Memory>();
  const marks = new Map<CardId, Marks>();
  for (const state of buckets.flat()) {
    if (isMemory(state)) memories.set(state.card, state);
    else if (isMarks(state)) marks.set(state.card, state);
    else return null;
  }
  return { memories, marks };
}

export function parseMarker(value: unknown): Marker | null {
  if (!isFields(value)) return null;
  const { fold, events } = value as Partial<Record<keyof Marker, unknown>>;
  return typeof fold === 'number' && typeof events === 'number' ? { fold, events } : null;
}
