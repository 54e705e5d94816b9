// The order in which events happened, whatever order they came in.

import type { Event } from './event.ts';

/** By time, then id, so that every device sorts the same events alike. */
export function byTime(a: Event, b: Event): number {
  if (a.at !== b.at) return a.at - b.at;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
