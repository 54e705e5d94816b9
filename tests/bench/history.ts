// Years of study, put on the phone's disk behind the app's back.

import type { Page } from '@playwright/test';
import type { CardId } from '../../src/bank/card.ts';
import type { BurstId, Confidence, EventId, Review } from '../../src/memory/event.ts';

const BATCH = 5_000;

/**
 * Reviews of these cards in turn, a minute apart, the last one an hour ago. The page is of the
 * app's origin and does not run the app.
 */
export async function writeHistory(
  page: Page,
  cards: readonly string[],
  events: number,
): Promise<void> {
  for (let first = 0; first < events; first += BATCH) {
    const last = Math.min(first + BATCH, events);
    await page.evaluate(writeReviews, { cards, first, last, events, now: Date.now() });
  }
}

interface Part {
  readonly cards: readonly string[];
  readonly first: number;
  readonly last: number;
  readonly events: number;
  readonly now: number;
}

async function writeReviews({ cards, first, last, events, now }: Part): Promise<void> {
  const open = indexedDB.open('pocket-flask');
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    open.onsuccess = () => resolve(open.result);
    open.onerror = () => reject(open.error);
  });
  const transaction = db.transaction('events', 'readwrite');
  const store = transaction.objectStore('events');
  for (let number = first; number < last; number += 1) {
    const review: Review = {
      id: `history-${number}` as EventId,
      type: 'review',
      at: now - 3_600_000 - (events - number) * 60_000,
      card: cards[number % cards.length] as CardId,
      burst: `history-burst-${Math.floor(number / 8)}` as BurstId,
      confidence: ((number % 4) + 1) as Confidence,
      prediction: 'unsure',
      tookMs: 20_000,
    };
    store.put(review);
  }
  await new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  db.close();
}
