// Transactions that count only when they are on disk.

import type { IDBPTransaction } from 'idb';
import type { Database, Schema } from './promised.ts';

export const STRICT = { durability: 'strict' } as const;

/** The stores that an event changes; only together do they stay true. */
const FOLDED = ['events', 'states', 'settings'] as const;

export type FoldedTransaction = IDBPTransaction<Schema, typeof FOLDED, 'readwrite'>;

/**
 * Resolves only when the transaction has completed; rejects with the first thing that went wrong,
 * and then nothing of it is on disk.
 */
export async function settle<T>(
  tx: { readonly done: Promise<void>; abort(): void },
  work: () => Promise<T>,
): Promise<T> {
  async function wholly(): Promise<T> {
    try {
      return await work();
    } catch (error) {
      abort(tx);
      throw error;
    }
  }
  const [result] = await Promise.all([wholly(), tx.done]);
  return result;
}

/** Else a transaction completes with half of its work when what fails is not one of its requests. */
function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch {
    // It is over already, by the same failure.
  }
}

export function foldedTransaction(db: Database): FoldedTransaction {
  return db.transaction(FOLDED, 'readwrite', STRICT);
}

const IMPORTED = [...FOLDED, 'snapshots'] as const;

export type ImportTransaction = IDBPTransaction<Schema, typeof IMPORTED, 'readwrite'>;

export function importTransaction(db: Database): ImportTransaction {
  return db.transaction(IMPORTED, 'readwrite', STRICT);
}

/** The part of an import that the cache and the choices know how to change. */
export function foldedPart(tx: ImportTransaction): FoldedTransaction {
  return tx as unknown as FoldedTransaction;
}
