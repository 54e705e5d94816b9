// The learner's database, read and written behind the app's back.

import type { Page } from '@playwright/test';
import type { Event, Review, Undo } from '../../src/memory/event.ts';
import type { Memory } from '../../src/memory/memory.ts';

export interface Contents {
  readonly events: readonly Event[];
  readonly memories: readonly Memory[];
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Everything that is on disk now. */
export function contents(page: Page): Promise<Contents> {
  return page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const open = indexedDB.open('pocket-flask');
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const read = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const tx = db.transaction(['events', 'states', 'settings']);
    const [events, buckets, keys, values] = await Promise.all([
      read(tx.objectStore('events').getAll()),
      read<object[][]>(tx.objectStore('states').getAll()),
      read(tx.objectStore('settings').getAllKeys()),
      read(tx.objectStore('settings').getAll()),
    ]);
    db.close();
    return {
      events,
      memories: buckets.flat().filter((state) => 'stability' in state) as Memory[],
      settings: Object.fromEntries(keys.map((key, index) => [String(key), values[index]])),
    };
  });
}

/** Everything that is on disk now, in every store, as text to compare byte for byte. */
export function everything(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await done(indexedDB.open('pocket-flask'));
    const names = [...db.objectStoreNames];
    const tx = db.transaction(names);
    const stores = names.map(async (name) => {
      const store = tx.objectStore(name);
      return [name, await Promise.all([done(store.getAllKeys()), done(store.getAll())])];
    });
    const all = Object.fromEntries(await Promise.all(stores));
    db.close();
    return JSON.stringify(all);
  });
}

/** Where the only burst is. */
export function bookmark({ settings }: Contents): unknown {
  const key = Object.keys(settings).find((each) => each.startsWith('burst/'));
  return key && settings[key];
}

export function isReview(event: Event): event is Review {
  return event.type === 'review';
}

export function isUndo(event: Event): event is Undo {
  return event.type === 'undo';
}

/** In the order they happened. */
export async function reviews(page: Page): Promise<readonly Review[]> {
  const { events } = await contents(page);
  return events.filter(isReview).sort((a, b) => a.at - b.at);
}

/** Puts values into the stores of an app that has been opened before. */
export async function write(
  page: Page,
  {
    events = [],
    settings = {},
    states = [],
  }: {
    events?: readonly unknown[];
    settings?: object;
    states?: readonly (readonly [bucket: number, value: unknown])[];
  },
): Promise<void> {
  await page.evaluate(
    async ([someEvents, someSettings, someStates]) => {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const open = indexedDB.open('pocket-flask');
        open.onsuccess = () => resolve(open.result);
        open.onerror = () => reject(open.error);
      });
      const tx = db.transaction(['events', 'settings', 'states'], 'readwrite');
      for (const event of someEvents) tx.objectStore('events').put(event);
      for (const [key, value] of Object.entries(someSettings)) {
        tx.objectStore('settings').put(value, key);
      }
      for (const [bucket, value] of someStates) tx.objectStore('states').put(value, bucket);
      await new Promise((resolve, reject) => {
        tx.oncomplete = resolve;
        tx.onabort = () => reject(tx.error);
      });
      db.close();
    },
    [events, settings, states] as const,
  );
}

/** Takes all events away, and leaves what was made of them. */
export async function removeEvents(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const open = indexedDB.open('pocket-flask');
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const tx = db.transaction('events', 'readwrite');
    tx.objectStore('events').clear();
    await new Promise((resolve, reject) => {
      tx.oncomplete = resolve;
      tx.onabort = () => reject(tx.error);
    });
    db.close();
  });
}
