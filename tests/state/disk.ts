// The real volatile store as a disk: it remembers the burst, and is slow or fails when told to.

import type { Event } from '../../src/memory/event.ts';
import { FOLD_VERSION, fold } from '../../src/memory/memory.ts';
import type { Burst } from '../../src/store/burst.ts';
import type { Store } from '../../src/store/store.ts';
import { createVolatileStore } from '../../src/store/volatile.ts';

export interface Disk {
  readonly store: Store;
  /** While true, every write and every read rejects. */
  broken: boolean;
  /** The place on disk, which a start after a kill finds. */
  readonly burst: Burst | null;
  /** Every place that was written, in order. */
  readonly places: Burst[];
  /** What was begun and what was finished, in order. */
  readonly log: string[];
  events(): Promise<readonly Event[]>;
  /** Lets no write finish until the returned function is called. */
  hold(): () => void;
}

export function createDisk(): Disk {
  const store = createVolatileStore({ version: FOLD_VERSION, fold });
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
    places: [],
    log: [],
    events: async () => (await store.backup(0)).events as readonly Event[],
    hold() {
      let release = () => {};
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
    store: {
      ...store,
      record: (event, burst) =>
        access(event.id, () => {
          disk.places.push(burst);
          return store.record(event, burst);
        }),
      saveBurst: (burst) =>
        access('place', async () => {
          disk.places.push(burst);
        }),
      saveSetting: (key, value) => access(key, () => store.saveSetting(key, value)),
      eventsOfBurst: (burst) => access('burst', () => store.eventsOfBurst(burst)),
      eventsOfCard: (card) => access('card', () => store.eventsOfCard(card)),
    },
  };
  return disk;
}
