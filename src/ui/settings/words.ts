// The sentences of Settings.

import type { Census, InstallState, Persistence, Storage } from '../../state/device.ts';
import { plural } from '../words.ts';

export const INSTALLED: Readonly<Record<InstallState, string>> = {
  installed: 'yes',
  ready: 'no, it runs in the browser',
  'by-hand': 'no, so Safari may delete it, see Install',
  unknown: 'no, it runs in the browser',
};

export const PROTECTED: Readonly<Record<Persistence, string>> = {
  persistent: 'yes, the browser keeps it until you delete it',
  'best-effort': 'not promised: the browser may clear it when the device is full',
  unknown: 'this browser does not say',
};

/** Why nothing can be erased, and what helps. */
export const NOT_ERASABLE: Readonly<Record<Exclude<Storage, 'durable'>, string>> = {
  refused:
    'This browser lets the app reach nothing that is stored, so there is nothing it could erase. What you did since you opened the app goes when you close it.',
  blocked:
    'Another tab is in the way of what is stored, so nothing can be erased here. Close it, then reload.',
  outdated:
    'A newer version of Pocket Flask wrote what is stored, so this one cannot erase it. Reload to get the newer one.',
  unreadable:
    'What is stored does not open just now, so nothing can be erased. Reload to try again.',
};

const WHERE: Readonly<Record<Storage, string>> = {
  durable: 'on this device',
  refused: 'until you close the app',
  blocked: 'kept aside until you reload',
  outdated: 'kept aside until you reload',
  unreadable: 'kept aside until you reload',
};

export function savedWords(census: Census | 'unreadable' | null, storage: Storage): string {
  if (census === null) return '…';
  if (census === 'unreadable') return 'cannot be read right now';
  const what = plural(census.events, 'rating, undo or mark', 'ratings, undos and marks');
  return `${what} ${WHERE[storage]}`;
}
