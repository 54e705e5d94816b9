// What the log says of one sitting, a burst or a mock interview.

import type { CardId } from '../bank/card.ts';
import type { BurstId, Event } from '../memory/event.ts';
import { foldCard, type Memory } from '../memory/memory.ts';
import { reviewsOf } from '../memory/reviews.ts';
import type { Store } from '../store/store.ts';
import type { Saving } from './saving.ts';

export interface Log {
  /** Of this sitting only. */
  readonly events: readonly Event[];
  /** The memories of the cards it rated as they are without it. */
  readonly before: ReadonlyMap<CardId, Memory | undefined>;
}

export const EMPTY_LOG: Log = { events: [], before: new Map() };

export async function readLog(id: BurstId, store: Store, saving: Saving): Promise<Log> {
  const ours = (event: Event) => 'burst' in event && event.burst === id;
  const events = await saving.events(() => store.eventsOfBurst(id), ours);
  const before = new Map<CardId, Memory | undefined>();
  for (const card of new Set(reviewsOf(events).map((review) => review.card))) {
    const ofCard = (event: Event) => event.card === card;
    const history = await saving.events(() => store.eventsOfCard(card), ofCard);
    before.set(card, foldCard(history.filter((event) => !ours(event))));
  }
  return { events, before };
}

/**
 * The time of what happens next. It never goes back within a sitting, even where the phone's clock
 * does, so that the order of its events is the order in which they happened.
 *
 * @param now epoch ms
 */
export function timeAfter({ events }: Pick<Log, 'events'>, now: number): number {
  return Math.max(now, ...events.map((event) => event.at + 1));
}
