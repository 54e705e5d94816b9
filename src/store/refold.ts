// Keeps the cache true to the events: card by card with each event, or wholly anew.

import type { CardId } from '../bank/card.ts';
import { MARKER, type Marker, parseMarker } from './cache.ts';
import type { Database } from './database.ts';
import { knownEvents } from './events.ts';
import type { Cache, CardState, Checked, Fold, Folding } from './store.ts';
import { type FoldedTransaction, foldedTransaction, settle } from './transaction.ts';

/**
 * Makes the cache anew if it does not count as many events as there are, which takes longer the
 * more there are.
 */
export async function checkCache(db: Database, folding: Folding): Promise<Checked> {
  const tx = db.transaction(['events', 'settings']);
  const [events, marker] = await Promise.all([
    tx.objectStore('events').count(),
    tx.objectStore('settings').get(MARKER).then(parseMarker),
  ]);
  if (events === (marker?.events ?? 0)) return 'sound';
  const rebuilt = await rebuild(db, folding);
  return rebuilt.events === 0 ? 'emptied' : 'stale';
}

/** Brings the cache of one card up to the events of the same transaction. */
export async function refold(tx: FoldedTransaction, card: CardId, fold: Fold): Promise<CardState> {
  const events = knownEvents(await tx.objectStore('events').index('card').getAll(card));
  const folded = fold(events);
  const memory = folded.memories.get(card);
  if (memory) await tx.objectStore('memories').put(memory);
  else await tx.objectStore('memories').delete(card);
  const marks = folded.marks.get(card);
  if (marks) await tx.objectStore('marks').put(marks);
  else await tx.objectStore('marks').delete(card);
  return { memory, marks };
}

/**
 * Counts events that were added. A marker that makes no sense stays so, and the next start makes
 * the cache anew; the first events of all bring the first marker.
 */
export async function advanceMarker(
  tx: FoldedTransaction,
  added: number,
  version: number,
): Promise<void> {
  const settings = tx.objectStore('settings');
  const value = await settings.get(MARKER);
  const isFirst = value === undefined && (await tx.objectStore('events').count()) === added;
  const marker = isFirst ? { fold: version, events: 0 } : parseMarker(value);
  if (marker) await settings.put({ ...marker, events: marker.events + added }, MARKER);
}

/** The next start makes the cache anew. */
export async function forgetCache(tx: FoldedTransaction): Promise<void> {
  await tx.objectStore('memories').clear();
  await tx.objectStore('marks').clear();
  await tx.objectStore('settings').delete(MARKER);
}

export async function rebuild(db: Database, folding: Folding): Promise<Cache> {
  const fold = await folding.load();
  const tx = foldedTransaction(db);
  return settle(tx, async () => {
    const values = await tx.objectStore('events').getAll();
    const folded = fold(knownEvents(values));
    await tx.objectStore('memories').clear();
    await tx.objectStore('marks').clear();
    for (const memory of folded.memories.values()) await tx.objectStore('memories').put(memory);
    for (const marks of folded.marks.values()) await tx.objectStore('marks').put(marks);
    const marker: Marker = { fold: folding.version, events: values.length };
    await tx.objectStore('settings').put(marker, MARKER);
    return { ...folded, events: values.length };
  });
}
