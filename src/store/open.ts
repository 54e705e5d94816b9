// Chooses the store: IndexedDB, or memory when the browser gives us none.

import { connect, type Opening, type StoreFailure, StoreUnavailable } from './database.ts';
import { createDurableStore } from './durable.ts';
import type { Folding, Store, Stored } from './store.ts';

const NAME = 'pocket-flask';

/** Long enough for a slow phone, short enough that a blocked upgrade is told within three seconds. */
const OPEN_TIMEOUT_MS = 2500;

export interface Opened {
  readonly store: Store;
  readonly stored: Stored;
  /** Why nothing will be saved, if so. */
  readonly failure: StoreFailure | null;
}

/** @param opening of the database, by the page itself */
export async function openStore(folding: Folding, opening?: Opening): Promise<Opened> {
  const durable = createDurableStore(connect(NAME, OPEN_TIMEOUT_MS, opening), folding);
  try {
    return { store: durable, stored: await durable.load(), failure: null };
  } catch (error) {
    const { createVolatileStore } = await import('./volatile.ts');
    const store = createVolatileStore(folding);
    return { store, stored: await store.load(), failure: failureOf(error) };
  }
}

/** Whatever was emptied while we opened it is found empty by the next start. */
function failureOf(error: unknown): StoreFailure {
  if (!(error instanceof StoreUnavailable) || error.failure === 'emptied') return 'unreadable';
  return error.failure;
}
