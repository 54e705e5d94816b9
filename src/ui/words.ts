// Figures and reasons as sentences a person reads.

import type { Offline } from '../state/device.ts';

export const OFFLINE: Readonly<Record<Offline, string>> = {
  preparing: 'getting ready for offline',
  ready: 'ready offline',
  unsupported: 'online only',
  failed: 'not ready offline',
};

/** Whole per cent of a share from 0 to 1; something is never shown as nothing. */
export function percent(share: number): number {
  return share > 0 ? Math.max(1, Math.round(share * 100)) : 0;
}

/** Minutes and seconds as on a clock: 3:06. */
export function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** How long ago, roughly: "2 h ago". */
export function ago(ms: number): string {
  const minutes = Math.floor(Math.max(0, ms) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

/** @param days whole calendar days until the interview, 0 or more */
export function countdown(days: number): string {
  if (days === 0) return 'today';
  return days === 1 ? 'tomorrow' : `in ${days} days`;
}

/** A calendar date, 'YYYY-MM-DD', as "3 Dec". `Intl` would hold a slow phone up for 50 ms. */
export function shortDate(date: string): string {
  // Of "Thu, 03 Dec 2026 00:00:00 GMT".
  const month = new Date(date).toUTCString().slice(8, 11);
  return `${Number(date.slice(8))} ${month}`;
}
