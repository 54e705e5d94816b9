// The cache of what the events come to: memories and marks, in buckets, and the marker that vouches for them.

import type { CardId } from '../bank/card.ts';
import type { Marks } from '../memory/marks.ts';
import type { Memory } from '../memory/memory.ts';
import type { Database } from './database.ts';
import { isFields, isMarks, isMemory } from './parse.ts';
import { storedSettings } from './settings.ts';
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
export async function readKept(db: Database, folding: Folding): Promise<Kept> {
  const tx = db.transaction(['states', 'settings', 'events']);
  const [buckets, stored, [firstEvent]] = await Promise.all([
    tx.objectStore('states').getAll(),
    storedSettings(tx.objectStore('settings')),
    tx.objectStore('events').getAllKeys(null, 1),
  ]);
  const marker = parseMarker(stored.get(MARKER));
  const states = marker?.fold === folding.version ? readStates(buckets) : null;
  if (marker && states) return { cache: { ...states, events: marker.events }, stored };
  // Nothing is written where nothing has happened yet.
  if (firstEvent === undefined) return { cache: NOTHING, stored };
  return { cache: await (await import('./refold.ts')).rebuild(db, folding), stored };
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
