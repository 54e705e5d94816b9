// The sentences of Settings.

import type { Census, InstallState, Persistence } from '../../state/device.ts';
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

export function savedWords(census: Census | 'unreadable' | null, isDurable: boolean): string {
  if (census === null) return '…';
  if (census === 'unreadable') return 'cannot be read right now';
  const what = plural(census.events, 'rating, undo or mark', 'ratings, undos and marks');
  return `${what} ${isDurable ? 'on this device' : 'until you close the app'}`;
}
