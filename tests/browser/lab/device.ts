// Devices of one page: each has a real database of its own, which can be looked at behind the store's back.

import { fold } from '../../../src/memory/fold.ts';
import { FOLD_VERSION } from '../../../src/memory/version.ts';
import { connect } from '../../../src/store/database.ts';
import { createDurableStore } from '../../../src/store/durable.ts';
import { knownEvents } from '../../../src/store/events.ts';
import type { Import } from '../../../src/store/file.ts';
import type { Folding, Store } from '../../../src/store/store.ts';

const FOLDING: Folding = { version: FOLD_VERSION, load: async () => fold };
const OPEN_TIMEOUT_MS = 20_000;

/** The store of a device, as a start of the app opens it. */
export function open(device: string): Store {
  return createDurableStore(connect(device, OPEN_TIMEOUT_MS), FOLDING);
}

/** A device that was never used. */
export async function unpack(device: string): Promise<Store> {
  await settled(indexedDB.deleteDatabase(device));
  const store = open(device);
  await store.load();
  return store;
}

/** Everything on disk, by store and key. */
export type Dump = Readonly<Record<string, readonly (readonly [key: unknown, value: unknown])[]>>;

export async function dump(device: string): Promise<Dump> {
  const db = await settled(indexedDB.open(device));
  const names = [...db.objectStoreNames];
  const tx = db.transaction(names);
  const stores = names.map(async (name) => {
    const [keys, values] = await Promise.all([
      settled(tx.objectStore(name).getAllKeys()),
      settled(tx.objectStore(name).getAll()),
    ]);
    return [name, keys.map((key, index) => [key, values[index]] as const)] as const;
  });
  const contents = Object.fromEntries(await Promise.all(stores));
  db.close();
  return contents;
}

/** All but the copy that an import leaves for taking it back. */
export async function dumpWithoutCopy(device: string): Promise<Dump> {
  return { ...(await dump(device)), snapshots: [] };
}

/** Puts values among the events, as bugs and other versions of the app do. */
export async function smuggle(device: string, events: readonly unknown[]): Promise<void> {
  const db = await settled(indexedDB.open(device));
  const tx = db.transaction('events', 'readwrite');
  for (const event of events) tx.objectStore('events').put(event);
  await new Promise((resolve) => {
    tx.oncomplete = resolve;
  });
  db.close();
}

/** The memories and marks on disk are what the events on disk come to, and the marker counts them. */
export function expectFolded({ events = [], states, settings }: Dump, when: string): void {
  const { memories, marks } = fold(knownEvents(events.map(([, event]) => event)));
  const expected = [...memories.values(), ...marks.values()].map((state) => JSON.stringify(state));
  const found = (states ?? []).flatMap(([, bucket]) => bucket as readonly unknown[]);
  expectSame(found.map((state) => JSON.stringify(state)).toSorted(), expected.toSorted(), when);
  const marker = settings?.find(([key]) => key === 'marker')?.[1] ?? { events: 0 };
  expectSame((marker as { events: number }).events, events.length, `${when}: the marker`);
}

/** Byte for byte. */
export function expectSame(found: unknown, expected: unknown, what: string): void {
  const [is, should] = [JSON.stringify(found), JSON.stringify(expected)];
  if (is === should) return;
  const [a, b] = [is ?? '', should ?? ''];
  let at = 0;
  while (a[at] === b[at]) at += 1;
  const near = (text: string) => text.slice(Math.max(0, at - 120), at + 120);
  throw new Error(`${what}\n is …${near(a)}…\n and should be …${near(b)}…`);
}

/** The same, in whatever order the fields of objects came. */
export function expectEqual(found: unknown, expected: unknown, what: string): void {
  expectSame(tidy(found), tidy(expected), what);
}

function tidy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(tidy);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([key, inner]) => [key, tidy(inner)]));
}

export async function importFrom(store: Store, text: string): Promise<Import> {
  const result = await store.readFile(text);
  if (result.kind === 'problem') throw new Error(result.problem);
  return result.import;
}

/** Reads a text and merges it, as an import does. */
export async function merge(store: Store, text: string, now: number): Promise<void> {
  await store.merge(await importFrom(store, text), now, () => undefined);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
