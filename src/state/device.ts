// What the screens may know of, and ask from, the browser around them.

import type { ReadonlySignal } from '@preact/signals';
import type { Event } from '../memory/event.ts';
import type { Census } from '../store/store.ts';

export type { Census } from '../store/store.ts';

/**
 * Whether the app can be opened without a network: on its way, true, not in this browser, or the
 * download did not finish.
 */
export type Offline = 'preparing' | 'ready' | 'unsupported' | 'failed';

/**
 * Where ratings go: to disk, or nowhere because the browser refuses, another tab is in the way, a
 * newer version of the app has been here, or what is stored does not open just now.
 */
export type Storage = 'durable' | 'refused' | 'blocked' | 'outdated' | 'unreadable';

/** Whether the browser may evict what is stored; not every browser tells. */
export type Persistence = 'persistent' | 'best-effort' | 'unknown';

/** `ready`: the browser lets us ask; `by-hand`: iOS, by a menu; `unknown`: nothing is offered. */
export type InstallState = 'installed' | 'ready' | 'by-hand' | 'unknown';

/** What became of a text handed over; after `failed` it must be shown for copying by hand. */
export type Handed = 'shared' | 'copied' | 'cancelled' | 'failed';

export interface Shareable {
  readonly title: string;
  readonly text: string;
  readonly url?: string;
}

/** What is known of ratings that are gone. */
export interface Wiped {
  readonly events: number;
  /** Epoch ms of the last copy that was handed over; 0 if there was none. */
  readonly backedUpAt: number;
}

/** A copy that the app keeps outside the database. */
export interface Reserve {
  /** Epoch ms. */
  readonly takenAt: number;
  /** As an export has it. */
  readonly text: string;
}

/** A file that the learner is to get. */
export interface NewFile {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** `cancelled`: the learner did not want it after all. */
export type HandedOver = 'shared' | 'downloaded' | 'cancelled';

/** `partial`: the disk could not be read, so the file has only what was not saved yet. */
export type Exported = 'whole' | 'partial' | 'cancelled';

export interface Device {
  readonly offline: ReadonlySignal<Offline>;
  readonly storage: Storage;
  /** The titles of the tabs that are in the way where storage is blocked, as far as they tell. */
  readonly inTheWay: ReadonlySignal<readonly string[]>;
  /** Stored settings that made no sense at start and were replaced. */
  readonly damagedSettings: number;
  /** Counts what is stored; rejects if it cannot be read. */
  readonly census: () => Promise<Census>;
  /** Everything that ever happened, what still waits to be saved included; rejects if it cannot be read. */
  readonly events: () => Promise<readonly Event[]>;
  /** What was here before the browser emptied the database; `null` if all is well. */
  readonly wiped: Wiped | null;
  /** Copies what is in the database to a place outside it; never rejects. */
  readonly keepReserve: () => Promise<void>;
  /** That copy, if there is one. */
  readonly reserve: () => Promise<Reserve | null>;
  /** Accepts the loss and begins as a new learner. */
  readonly startAgain: () => void;
  readonly persistence: () => Promise<Persistence>;
  /** Hands the learner a file with everything the app knows of them; rejects if there is nothing to hand over. */
  readonly exportData: () => Promise<Exported>;
  /** By the share sheet where it takes files, else as a download; to be called from a click. */
  readonly handOver: (file: NewFile) => Promise<HandedOver>;
  /** Empties everything that is kept, here and in other tabs; only a reload may follow. */
  readonly erase: () => Promise<void>;
  readonly install: {
    readonly state: ReadonlySignal<InstallState>;
    /** Opens the browser's own question. */
    readonly ask: () => Promise<void>;
  };
  /** By the share sheet where there is one, else by the clipboard; to be called from a click. */
  readonly share: (what: Shareable) => Promise<Handed>;
  /** The address of a screen that others can open. @param hash as `hashOf` gives it */
  readonly addressOf: (hash: string) => string;
  /** Where reports of wrong cards are collected; `null` if the project names no place. */
  readonly bugsUrl: string | null;
  /** Keeps the screen on. @returns lets it go dark again */
  readonly keepAwake: () => () => void;
  /** What a rating feels and sounds like. */
  readonly feedback: { readonly vibrate: () => void; readonly tick: () => void };
}
