// The union of what is here and what a file brings, in one transaction, with a copy of what was before.

import type { CardId } from '../bank/card.ts';
import type { EventId } from '../memory/event.ts';
import { advanceMarker, refold } from './cache.ts';
import { mergeChoices } from './choices.ts';
import type { Database } from './database.ts';
import type { Import, RawEvent } from './file.ts';
import { isFields, isText, parseEvent } from './parse.ts';
import { copyAll, sealSnapshot } from './snapshot.ts';
import type { Comparison, Folding } from './store.ts';
import { foldedPart, importTransaction, settle } from './transaction.ts';

/** Events at a time, so that the page stays awake in between. */
const BATCH = 500;

/** What the file would do; nothing is written. */
export async function compare(db: Database, file: Import): Promise<Comparison> {
  const tx = db.transaction('events');
  const incoming = byId(file.events);
  const news: RawEvent[] = [];
  for (const batch of batches(incoming)) {
    news.push(...changesOf(batch, await tx.store.getAll(rangeOf(batch))));
  }
  return {
    reviews: news.filter(({ type }) => type === 'review').length,
    others: news.filter(({ type }) => type !== 'review').length,
    known: incoming.length - news.length,
    newer: news.filter((event) => parseEvent(event).kind === 'unknown').length,
    damaged: file.damaged,
    cards: new Set(news.flatMap(cardOf)),
  };
}

/**
 * Adds what is missing. The same file twice, or two files in either order, leave the same state.
 *
 * @param now epoch ms
 * @param onProgress a share from 0 to 1, now and then
 */
export async function merge(
  db: Database,
  file: Import,
  folding: Folding,
  now: number,
  onProgress: (share: number) => void,
): Promise<void> {
  const fold = await folding.load();
  const incoming = byId(file.events);
  const tx = importTransaction(db);
  await settle(tx, async () => {
    const events = tx.objectStore('events');
    const touched = new Set<CardId>();
    const added: EventId[] = [];
    await copyAll(tx);
    for (const [index, batch] of batches(incoming).entries()) {
      const here = await events.getAll(rangeOf(batch));
      const known = new Set(here.map(idOf));
      for (const event of changesOf(batch, here)) {
        // The last one of the batch is waited for, and with it all of them.
        void events.put(event).catch(() => undefined);
        if (!known.has(event.id)) added.push(event.id as EventId);
        for (const card of cardOf(event)) touched.add(card);
      }
      onProgress((index * BATCH) / (incoming.length + touched.size));
    }
    await mergeChoices(foldedPart(tx), file);
    let folded = 0;
    for (const card of touched) {
      await refold(foldedPart(tx), card, fold);
      folded += 1;
      if (folded % 10 === 0) {
        onProgress((incoming.length + folded) / (incoming.length + touched.size));
      }
    }
    await advanceMarker(foldedPart(tx), added.length, folding.version);
    await sealSnapshot(tx, { takenAt: now, added });
  });
  onProgress(1);
}

/** By id, each id once. */
function byId(events: readonly RawEvent[]): readonly RawEvent[] {
  const unique = new Map<string, RawEvent>();
  for (const event of events) {
    const before = unique.get(event.id);
    if (!before || wins(event, before)) unique.set(event.id, event);
  }
  return [...unique.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function batches(events: readonly RawEvent[]): readonly (readonly RawEvent[])[] {
  const count = Math.ceil(events.length / BATCH);
  return Array.from({ length: count }, (_, index) =>
    events.slice(index * BATCH, (index + 1) * BATCH),
  );
}

/** @param batch by id, at least one */
function rangeOf(batch: readonly RawEvent[]): IDBKeyRange {
  return IDBKeyRange.bound(batch[0]?.id, batch.at(-1)?.id);
}

/** Those of the batch that are not here, or win against what is. */
function changesOf(batch: readonly RawEvent[], here: readonly unknown[]): readonly RawEvent[] {
  const values = new Map(here.map((value) => [idOf(value), value]));
  return batch.filter((event) => !values.has(event.id) || wins(event, values.get(event.id)));
}

/**
 * An event is never edited, so two with one id are the same. Should a file say otherwise, a rule
 * that every device follows alike decides: sense before nonsense, then the smaller text.
 */
function wins(event: RawEvent, other: unknown): boolean {
  if (parseEvent(other).kind === 'damaged') return true;
  return canonical(event) < canonical(other);
}

/** The same text for equal values, in whatever order their fields came. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isFields(value)) return JSON.stringify(value) ?? 'null';
  const fields = Object.keys(value)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${fields.join()}}`;
}

function idOf(value: unknown): unknown {
  return isFields(value) ? value['id'] : undefined;
}

/** As a list of one or none: an event of a newer version may belong to no card. */
function cardOf(event: unknown): readonly CardId[] {
  const card = isFields(event) ? event['card'] : undefined;
  return isText(card) ? [card as CardId] : [];
}
