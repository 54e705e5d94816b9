// The union of what is here and what a file brings, in one transaction, with a copy of what was before.

import type { CardId } from '../bank/card.ts';
import type { EventId } from '../memory/event.ts';
import { choicesIn, laterChoices, mergeChoices, storedSettings } from './choices.ts';
import { parseEvent } from './events.ts';
import type { Import, RawEvent } from './file.ts';
import { isFields, isText } from './parse.ts';
import { inBatches } from './pause.ts';
import type { Database } from './promised.ts';
import { advanceMarker, refoldAll } from './refold.ts';
import { copyAll, sealSnapshot } from './snapshot.ts';
import type { Comparison, Folding } from './store.ts';
import { foldedPart, importTransaction, settle } from './transaction.ts';

/** Events at a time, so that the page stays awake in between. */
const BATCH = 500;

/** What the file would do; nothing is written. */
export async function compare(db: Database, file: Import): Promise<Comparison> {
  const incoming = await byId(file.events);
  const tx = db.transaction(['events', 'settings']);
  const ours = choicesIn(await storedSettings(tx.objectStore('settings')));
  const news: RawEvent[] = [];
  for (const batch of batches(incoming)) {
    const here = valuesById(await tx.objectStore('events').getAll(rangeOf(batch)));
    news.push(...changesOf(batch, here));
  }
  const reviews = news.filter(({ type }) => type === 'review').length;
  const newer = news.filter((event) => parseEvent(event).kind === 'unknown').length;
  return {
    reviews,
    others: news.length - reviews - newer,
    known: incoming.length - news.length,
    newer,
    damaged: file.damaged,
    settings: laterChoices(ours, file).length,
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
  // Before the transaction, which would not outlive a pause.
  const incoming = await byId(file.events);
  const tx = importTransaction(db);
  await settle(tx, async () => {
    const events = tx.objectStore('events');
    const touched = new Set<CardId>();
    const added: EventId[] = [];
    await copyAll(tx);
    for (const [index, batch] of batches(incoming).entries()) {
      const here = valuesById(await events.getAll(rangeOf(batch)));
      for (const event of changesOf(batch, here)) {
        // The next batch waits for them, and in the end the transaction.
        void events.put(event).catch(() => undefined);
        const former = here.get(event.id);
        if (!former) added.push(event.id as EventId);
        for (const card of [...cardOf(event), ...cardOf(former)]) touched.add(card);
      }
      onProgress((index * BATCH) / (incoming.length + touched.size));
    }
    const chosen = await mergeChoices(foldedPart(tx), file);
    let folded = 0;
    await refoldAll(foldedPart(tx), touched, fold, () => {
      folded += 1;
      if (folded % 10 === 0) {
        onProgress((incoming.length + folded) / (incoming.length + touched.size));
      }
    });
    await advanceMarker(foldedPart(tx), added.length, folding.version);
    await sealSnapshot(tx, { takenAt: now, added, chosen });
  });
  onProgress(1);
}

/** By id, each id once; quick where they come so, as they do in an export. */
async function byId(events: readonly RawEvent[]): Promise<readonly RawEvent[]> {
  const unique = new Map<string, RawEvent>();
  await inBatches(events, BATCH, (batch) => {
    for (const event of batch) {
      const before = unique.get(event.id);
      if (!before || wins(event, before)) unique.set(event.id, event);
    }
  });
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

function valuesById(values: readonly unknown[]): ReadonlyMap<unknown, unknown> {
  return new Map(values.map((value) => [isFields(value) ? value['id'] : undefined, value]));
}

/** Those of the batch that are not here, or win against what is. */
function changesOf(
  batch: readonly RawEvent[],
  here: ReadonlyMap<unknown, unknown>,
): readonly RawEvent[] {
  return batch.filter((event) => !here.has(event.id) || wins(event, here.get(event.id)));
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

/** As a list of one or none: an event of a newer version may belong to no card. */
function cardOf(event: unknown): readonly CardId[] {
  const card = isFields(event) ? event['card'] : undefined;
  return isText(card) ? [card as CardId] : [];
}
