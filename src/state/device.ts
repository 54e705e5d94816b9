// What the screens may know of, and ask from, the browser around them.

import type { ReadonlySignal } from '@preact/signals';
import type { Census } from '../store/store.ts';

export type { Census } from '../store/store.ts';

/**
 * Whether the app can be opened without a network: on its way, true, not in this browser, or the
 * download did not finish.
 */
export type Offline = 'preparing' | 'ready' | 'unsupported' | 'failed';

/**
 * Where ratings go: to disk, or nowhere because the browser refuses, another tab is in the way, or
 * what is stored does not open just now.
 */
export type Storage = 'durable' | 'refused' | 'blocked' | 'unreadable';

export interface Device {
  readonly offline: ReadonlySignal<Offline>;
  readonly storage: Storage;
  /** Stored settings that made no sense at start and were replaced. */
  readonly damagedSettings: number;
  /** Counts what is stored; rejects if it cannot be read. */
  readonly census: () => Promise<Census>;
  /** Hands the learner a file with everything the app knows of them; rejects if it cannot be read. */
  readonly exportData: () => Promise<void>;
}
