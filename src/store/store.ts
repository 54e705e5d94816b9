// What the app may ask of storage, whether it is real or, where a browser refuses, only in memory.

import type { CardId } from '../bank/card.ts';
import type { BurstId, Event } from '../memory/event.ts';
import type { Memory } from '../memory/memory.ts';
import type { Burst } from './burst.ts';
import type { Settings } from './settings.ts';

/** What start-up needs; the log itself stays on disk. */
export interface Stored {
  readonly memories: ReadonlyMap<CardId, Memory>;
  readonly settings: Settings;
  readonly damagedSettings: number;
  readonly burst: Burst | null;
}

export interface Census {
  /** Events this version understands. */
  readonly events: number;
  /** Events of a newer version, kept for it. */
  readonly unknown: number;
  /** Values that make no sense; left where they are, skipped everywhere. */
  readonly damaged: number;
}

/** The versioned file that carries a learner's events and settings elsewhere. */
export interface Backup {
  readonly app: 'pocket-flask';
  readonly format: 1;
  /** Epoch ms. */
  readonly exportedAt: number;
  readonly events: readonly unknown[];
  readonly settings: Settings;
}

export interface Store {
  /** False when nothing outlives the page. */
  readonly durable: boolean;
  load(): Promise<Stored>;
  /**
   * Adds an event, refolds its card and moves the burst on, all in one strict transaction.
   * Resolves with the card's memory once that is on disk; repeating it with the same event
   * changes nothing.
   */
  record(event: Event, burst: Burst): Promise<Memory | undefined>;
  saveBurst(burst: Burst): Promise<void>;
  saveSetting<Key extends keyof Settings>(key: Key, value: Settings[Key]): Promise<void>;
  eventsOfBurst(burst: BurstId): Promise<readonly Event[]>;
  eventsOfCard(card: CardId): Promise<readonly Event[]>;
  census(): Promise<Census>;
  /** Every event, those of newer versions and damaged ones included. */
  backup(now: number): Promise<Backup>;
}

/** The fold belongs to memory; storage only keeps its result at hand. */
export interface Folding {
  /** A cache made by another version of the fold is rebuilt. */
  readonly version: number;
  fold(events: Iterable<Event>): ReadonlyMap<CardId, Memory>;
}
