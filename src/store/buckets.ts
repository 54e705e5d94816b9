// The buckets that keep what the events of the cards come to, and how one of them is changed.

import type { CardId } from '../bank/card.ts';
import { isFields, isMarks, isMemory } from './parse.ts';
import type { CardState, Folded, State } from './store.ts';
import type { FoldedTransaction } from './transaction.ts';

/** A start reads them all, and takes the longer the more there are; a rating writes one anew. */
const BUCKETS = 32;

/** Whatever becomes of its topic, a card stays in its bucket. */
export function bucketOf(card: CardId): number {
  let hash = 0;
  for (let i = 0; i < card.length; i++) hash = (hash * 31 + card.charCodeAt(i)) % 65_521;
  return hash % BUCKETS;
}

/** @param bucket as it is on disk */
export function stateIn(bucket: unknown, card: CardId): CardState {
  const states = Array.isArray(bucket) ? bucket.filter((state) => cardOf(state) === card) : [];
  return { memory: states.find(isMemory), marks: states.find(isMarks) };
}

export function byBucket<T>(
  values: Iterable<T>,
  cardOf: (value: T) => CardId,
): ReadonlyMap<number, readonly T[]> {
  const buckets = new Map<number, T[]>();
  for (const value of values) {
    const bucket = bucketOf(cardOf(value));
    const others = buckets.get(bucket);
    if (others) others.push(value);
    else buckets.set(bucket, [value]);
  }
  return buckets;
}

/**
 * Replaces what is kept of some cards of a bucket. What makes no sense in it stays, so that the next
 * start finds it and makes the cache anew.
 */
export async function putStates(
  tx: FoldedTransaction,
  bucket: number,
  states: ReadonlyMap<CardId, CardState>,
): Promise<void> {
  const before: unknown = (await tx.objectStore('states').get(bucket)) ?? [];
  if (!Array.isArray(before)) return;
  const cards = new Set<string>(states.keys());
  const others = before.filter((state) => !cards.has(cardOf(state)));
  const own = [...states.values()].flatMap(({ memory, marks }) => [memory, marks]);
  await put(tx, bucket, [...others, ...own.filter((state) => state !== undefined)]);
}

/** Empties all buckets and fills them with this. */
export async function replaceStates(
  tx: FoldedTransaction,
  { memories, marks }: Folded,
): Promise<void> {
  const states: State[] = [...memories.values(), ...marks.values()];
  await tx.objectStore('states').clear();
  for (const [bucket, ofBucket] of byBucket(states, ({ card }) => card)) {
    await put(tx, bucket, ofBucket);
  }
}

/** In an order of its own, so that the same events leave the same bytes however they came. */
async function put(
  tx: FoldedTransaction,
  bucket: number,
  states: readonly unknown[],
): Promise<void> {
  const sorted = states.toSorted((a, b) => compare(cardOf(a), cardOf(b)));
  if (sorted.length > 0) await tx.objectStore('states').put(sorted, bucket);
  else await tx.objectStore('states').delete(bucket);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Empty if it makes no sense. */
function cardOf(state: unknown): string {
  return isFields(state) ? String(state['card']) : '';
}
