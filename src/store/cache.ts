// The cache of what the events come to: memories and marks by card, and the marker that vouches for them.

import type { CardId } from '../bank/card.ts';
import type { Marks } from '../memory/marks.ts';
import type { Memory } from '../memory/memory.ts';
import type { Database } from './database.ts';
import { isFields, parseMarks, parseMemory } from './parse.ts';
import type { Cache, Folding } from './store.ts';

export const MARKER = 'marker';

/** Says which events the cache was folded from, by which version of the fold. */
export interface Marker {
  readonly fold: number;
  readonly events: number;
}

const NOTHING: Cache = { memories: new Map(), marks: new Map(), events: 0 };

/** The cache if it is of this version and makes sense; else it is made anew from the events. */
export async function readCache(db: Database, folding: Folding): Promise<Cache> {
  const tx = db.transaction(['memories', 'marks', 'settings', 'events']);
  const [memories, marks, marker, [firstEvent]] = await Promise.all([
    tx.objectStore('memories').getAll(),
    tx.objectStore('marks').getAll(),
    tx.objectStore('settings').get(MARKER).then(parseMarker),
    tx.objectStore('events').getAllKeys(null, 1),
  ]);
  const ofCards = byCard(memories.map(parseMemory));
  const marked = byCard(marks.map(parseMarks));
  if (ofCards && marked && marker?.fold === folding.version) {
    return { memories: ofCards, marks: marked, events: marker.events };
  }
  // Nothing is written where nothing has happened yet.
  if (firstEvent === undefined) return NOTHING;
  return (await import('./refold.ts')).rebuild(db, folding);
}

/** `null` if any of them made no sense. */
function byCard<T extends Memory | Marks>(values: readonly (T | null)[]): Map<CardId, T> | null {
  const sound = values.filter((value) => value !== null);
  if (sound.length < values.length) return null;
  return new Map(sound.map((value) => [value.card, value]));
}

export function parseMarker(value: unknown): Marker | null {
  if (!isFields(value)) return null;
  const { fold, events } = value as Partial<Record<keyof Marker, unknown>>;
  return typeof fold === 'number' && typeof events === 'number' ? { fold, events } : null;
}
