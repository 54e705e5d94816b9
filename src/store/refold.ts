// Keeps the cache true to the events: card by card with each event, or wholly anew.

import type { CardId } from '../bank/card.ts';
import { bucketOf, byBucket, putStates, replaceStates } from './buckets.ts';
import { MARKER, type Marker, parseMarker } from './cache.ts';
import { knownEvents } from './events.ts';
import { type Database, promised } from './promised.ts';
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
  const state = await foldOf(tx, card, fold);
  await putStates(tx, bucketOf(card), new Map([[card, state]]));
  return state;
}

/**
 * The same for many cards.
 *
 * @param onCard called after each
 */
export async function refoldAll(
  tx: FoldedTransaction,
  cards: Iterable<CardId>,
  fold: Fold,
  onCard: () => void,
): Promise<void> {
  for (const [bucket, ofBucket] of byBucket(cards, (card) => card)) {
    const states = new Map<CardId, CardState>();
    for (const card of ofBucket) {
      states.set(card, await foldOf(tx, card, fold));
      onCard();
    }
    await putStates(tx, bucket, states);
  }
}

async function foldOf(tx: FoldedTransaction, card: CardId, fold: Fold): Promise<CardState> {
  const events = await tx.objectStore('events').index('card').getAll(card);
  const { memories, marks } = fold(knownEvents(events));
  return { memory: memories.get(card), marks: marks.get(card) };
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
  await tx.objectStore('states').clear();
  await tx.objectStore('settings').delete(MARKER);
}

/** For a start, which has the database as the browser gives it. */
export function rebuildAtStart(db: IDBDatabase, folding: Folding): Promise<Cache> {
  return rebuild(promised(db), folding);
}

async function rebuild(db: Database, folding: Folding): Promise<Cache> {
  const fold = await folding.load();
  const tx = foldedTransaction(db);
  return settle(tx, async () => {
    const values = await tx.objectStore('events').getAll();
    const folded = fold(knownEvents(values));
    await replaceStates(tx, folded);
    const marker: Marker = { fold: folding.version, events: values.length };
    await tx.objectStore('settings').put(marker, MARKER);
    return { ...folded, events: values.length };
  });
}
