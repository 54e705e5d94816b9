// Which reviews stand after all undos, whatever order the events came in.

import type { Event, Review } from './event.ts';

/** By time, then id; each once; without those that an undo anywhere names. */
export function reviewsOf(events: readonly Event[]): Review[] {
  const settled = new Set(events.flatMap((event) => (event.type === 'undo' ? event.undoes : [])));
  return events.toSorted(byTime).filter((event): event is Review => {
    if (event.type !== 'review' || settled.has(event.id)) return false;
    settled.add(event.id);
    return true;
  });
}

function byTime(a: Event, b: Event): number {
  if (a.at !== b.at) return a.at - b.at;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}
