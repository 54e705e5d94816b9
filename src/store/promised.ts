// The database as all storage but the start uses it: with promises, and the types of our schema.

import { type DBSchema, type IDBPDatabase, wrap } from 'idb';
import type { CardId } from '../bank/card.ts';
import type { BurstId, EventId } from '../memory/event.ts';

/** Values are unknown until parsed: other versions of the app, and bugs, write here too. */
export interface Schema extends DBSchema {
  events: {
    key: EventId;
    value: unknown;
    indexes: { card: CardId; at: number; burst: BurstId };
  };
  /** What the events of the cards come to: buckets of memories and marks. */
  states: { key: number; value: unknown };
  settings: { key: string; value: unknown };
  /** The copy that the last import made first: numbered batches of events, and what belongs to them. */
  snapshots: { key: string | number; value: unknown };
}

export type Database = IDBPDatabase<Schema>;

export function promised(db: IDBDatabase): Database {
  return wrap(db) as unknown as Database;
}
