// The marks of a card as a fold of its events.

import type { Event, Marking } from './event.ts';
import { type Marks, mark } from './marks.ts';
import { byTime } from './order.ts';

export function isMarking(event: Event): event is Marking {
  return event.type !== 'review' && event.type !== 'undo';
}

/**
 * The marks of one card.
 *
 * @param events of that card only, in any order, duplicates allowed
 * @returns `undefined` if nothing was ever marked
 */
export function foldMarks(events: readonly Event[]): Marks | undefined {
  return events.filter(isMarking).toSorted(byTime).reduce<Marks | undefined>(mark, undefined);
}
