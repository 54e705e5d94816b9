// Transactions that count only when they are on disk.

import type { IDBPTransaction } from 'idb';
import type { Database, Schema } from './database.ts';

export const STRICT = { durability: 'strict' } as const;

/** The stores that an event changes; only together do they stay true. */
const FOLDED = ['events', 'memories', 'marks', 'settings'] as const;

export type FoldedTransaction = IDBPTransaction<Schema, typeof FOLDED, 'readwrite'>;

/** Resolves only when the transaction has completed; rejects with the first thing that went wrong. */
export async function settle<T>(
  tx: { readonly done: Promise<void> },
  work: () => Promise<T>,
): Promise<T> {
  const [result] = await Promise.all([work(), tx.done]);
  return result;
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
