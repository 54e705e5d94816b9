// The real volatile store as a disk: it remembers the sittings, and is slow or fails when told to.

import type { Event } from '../../src/memory/event.ts';
import { fold } from '../../src/memory/fold.ts';
import { FOLD_VERSION } from '../../src/memory/version.ts';
import type { Burst } from '../../src/store/burst.ts';
import type { Mock } from '../../src/store/mock.ts';
import type { Bookmark, Folding, Store } from '../../src/store/store.ts';
import { createVolatileStore } from '../../src/store/volatile.ts';

export interface Disk {
  readonly store: Store;
  /** While true, every write and every read rejects. */
  broken: boolean;
  /** The burst on disk, which a start after a kill finds. */
  readonly burst: Burst | null;
  /** The same for a mock interview. */
  readonly mock: Mock | null;
  /** Every place in a burst that was written, in order. */
  readonly places: readonly Burst[];
  /** Every bookmark that was written, in order. */
  readonly bookmarks: readonly Bookmark[];
  /** What was begun and what was finished, in order. */
  readonly log: string[];
  events(): Promise<readonly Event[]>;
  /** Lets no write finish until the returned function is called. */
  hold(): () => void;
}

export const FOLDING: Folding = { version: FOLD_VERSION, load: async () => fold };

export function createDisk(): Disk {
  const store = createVolatileStore(FOLDING);
  const bookmarks: Bookmark[] = [];
  let gate: Promise<void> = Promise.resolve();

  async function access<T>(name: string, work: () => Promise<T>): Promise<T> {
    disk.log.push(`${name} begins`);
    await gate;
    if (disk.broken) throw new Error('The disk is broken');
    const result = await work();
    disk.log.push(`${name} ends`);
    return result;
  }

  const disk: Disk = {
    broken: false,
    get burst() {
      return disk.places.at(-1) ?? null;
    },
    get mock() {
      return bookmarks.findLast((one) => one.in === 'mock')?.at ?? null;
    },
    get places() {
      return bookmarks.flatMap((one) => (one.in === 'burst' ? one.at : []));
    },
    bookmarks,
    log: [],
    events: () => store.events(),
    hold() {
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
    store: {
      ...store,
      async load() {
        const events = await store.events();
        const { burst, mock } = disk;
        return { ...(await store.load()), ...fold(events), events: events.length, burst, mock };
      },
      record: (event, bookmark) =>
        access(event.id, () => {
          if (bookmark) bookmarks.push(bookmark);
          return store.record(event, bookmark);
        }),
      saveBookmark: (bookmark) =>
        access('place', async () => {
          bookmarks.push(bookmark);
        }),
      saveSetting: (key, value, now) => access(key, () => store.saveSetting(key, value, now)),
      burst: (id) =>
        access('place', async () => disk.places.findLast((at) => at.id === id) ?? null),
      stateOf: (card) => access('card', () => store.stateOf(card)),
      eventsOfBurst: (burst) => access('burst', () => store.eventsOfBurst(burst)),
      eventsOfCard: (card) => access('card', () => store.eventsOfCard(card)),
      events: () => access('all events', store.events),
      backup: (now) => access('backup', () => store.backup(now)),
    },
  };
  return disk;
}
