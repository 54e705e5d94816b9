// What the app may ask of storage, whether it is real or, where a browser refuses, only in memory.

import type { CardId } from '../bank/card.ts';
import type { BurstId, Event } from '../memory/event.ts';
import type { Marks } from '../memory/marks.ts';
import type { Memory } from '../memory/memory.ts';
import type { Burst } from './burst.ts';
import type { ChosenAt } from './choices.ts';
import type { Import, ReadFile } from './file.ts';
import type { Mock } from './mock.ts';
import type { Settings } from './settings.ts';

/** What start-up needs; the log itself stays on disk. */
export interface Stored {
  readonly memories: ReadonlyMap<CardId, Memory>;
  readonly marks: ReadonlyMap<CardId, Marks>;
  /** How many events they were folded from. */
  readonly events: number;
  readonly settings: Settings;
  readonly damagedSettings: number;
  readonly burst: Burst | null;
  readonly mock: Mock | null;
}

/** Where the learner is in a sitting; `null` puts a mock interview away. */
export type Bookmark =
  | { readonly in: 'burst'; readonly at: Burst }
  | { readonly in: 'mock'; readonly at: Mock | null };

/** What the events of one card come to. */
export interface CardState {
  readonly memory: Memory | undefined;
  readonly marks: Marks | undefined;
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
  readonly chosenAt: ChosenAt;
}

/** What an import would do. */
export interface Comparison {
  /** That are not here yet. */
  readonly reviews: number;
  /** Undos and marks that are not here yet. */
  readonly others: number;
  /** Events that are here already. */
  readonly known: number;
  /** That are not here yet, and only a newer version of the app understands. */
  readonly newer: number;
  /** That make no sense and are left out. */
  readonly damaged: number;
  /** Settings that were chosen later than those here. */
  readonly settings: number;
  /** Cards that the new events are about, in this bank or not. */
  readonly cards: ReadonlySet<CardId>;
}

export interface LastImport {
  /** Epoch ms. */
  readonly takenAt: number;
  /** How many events it brought. */
  readonly added: number;
}

/** What was loaded counts every event; it did not; or it counted some, and there is none any more. */
export type Checked = 'sound' | 'stale' | 'emptied';

export interface Store {
  /** False when nothing outlives the page. */
  readonly durable: boolean;
  load(): Promise<Stored>;
  /** Makes sure, after start-up, that what was loaded counts every event; if not, makes it anew. */
  check(): Promise<Checked>;
  /**
   * Adds an event, refolds its card and moves the bookmark, if one is given, all in one strict
   * transaction. Resolves with what the card's events come to once that is on disk; repeating it
   * with the same event changes nothing.
   */
  record(event: Event, bookmark: Bookmark | null): Promise<CardState>;
  saveBookmark(bookmark: Bookmark): Promise<void>;
  /** @param now epoch ms; of two devices the later choice wins */
  saveSetting<Key extends keyof Settings>(
    key: Key,
    value: Settings[Key],
    now: number,
  ): Promise<void>;
  /** The place in a burst, as it is on disk now. */
  burst(id: BurstId): Promise<Burst | null>;
  /** What the events of a card come to, as it is on disk now. */
  stateOf(card: CardId): Promise<CardState>;
  eventsOfBurst(burst: BurstId): Promise<readonly Event[]>;
  eventsOfCard(card: CardId): Promise<readonly Event[]>;
  /** The whole log, as far as this version understands it, in no order. */
  events(): Promise<readonly Event[]>;
  census(): Promise<Census>;
  /** Every event, those of newer versions and damaged ones included. */
  backup(now: number): Promise<Backup>;
  /** What a file holds, or why it cannot be imported; never throws because of its text. */
  readFile(text: string): Promise<ReadFile>;
  /** What an import would do; changes nothing. */
  compare(file: Import): Promise<Comparison>;
  /**
   * Adds what the file has and this device has not, after a copy of what is here, in one
   * transaction. The same file twice, or two files in either order, leave the same state.
   *
   * @param onProgress a share from 0 to 1, now and then
   */
  merge(file: Import, now: number, onProgress: (share: number) => void): Promise<void>;
  /** The import that can still be taken back. */
  lastImport(): Promise<LastImport | null>;
  /** Puts everything back as it was before the last import; what happened since then stays. */
  takeBack(): Promise<void>;
  /** Empties everything in one strict transaction: the next start is a new learner's first. */
  erase(): Promise<void>;
}

/** What is kept of a card at hand: one of each at most. */
export type State = Memory | Marks;

export interface Folded {
  readonly memories: ReadonlyMap<CardId, Memory>;
  readonly marks: ReadonlyMap<CardId, Marks>;
}

/** The cache as a whole. */
export interface Cache extends Folded {
  /** How many events it was folded from. */
  readonly events: number;
}

export type Fold = (events: Iterable<Event>) => Folded;

/** The fold belongs to memory; storage only keeps its result at hand. */
export interface Folding {
  /** A cache made by another version of the fold is rebuilt. */
  readonly version: number;
  /** Start-up does not need the fold unless the cache is stale, so it may come later. */
  readonly load: () => Promise<Fold>;
}
