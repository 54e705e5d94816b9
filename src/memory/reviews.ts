// Which reviews stand after all undos, whatever order the events came in.

import type { Event, Review } from './event.ts';
import { byTime } from './order.ts';

/** By time, then id; each once; without those that an undo anywhere names. */
export function reviewsOf(events: readonly Event[]): Review[] {
  const settled = new Set(events.flatMap((event) => (event.type === 'undo' ? event.undoes : [])));
  const reviews = events.filter((event): event is Review => event.type === 'review');
  return reviews.toSorted(byTime).filter((review) => {
    if (settled.has(review.id)) return false;
    settled.add(review.id);
    return true;
  });
}
