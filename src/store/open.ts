// Chooses the store: IndexedDB, or memory when the browser gives us none.

import { connect, type StoreFailure, StoreUnavailable } from './database.ts';
import { createDurableStore } from './durable.ts';
import type { Folding, Store, Stored } from './store.ts';
import { createVolatileStore } from './volatile.ts';

/** Long enough for a slow phone, short enough that a blocked upgrade is told within three seconds. */
const OPEN_TIMEOUT_MS = 2500;

export interface Opened {
  readonly store: Store;
  readonly stored: Stored;
  /** Why nothing will be saved, if so. */
  readonly failure: StoreFailure | null;
}

export async function openStore(folding: Folding): Promise<Opened> {
  const durable = createDurableStore(connect(OPEN_TIMEOUT_MS), folding);
  try {
    return { store: durable, stored: await durable.load(), failure: null };
  } catch (error) {
    const store = createVolatileStore(folding);
    const failure = error instanceof StoreUnavailable ? error.failure : 'unreadable';
    return { store, stored: await store.load(), failure };
  }
}
