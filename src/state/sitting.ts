// Everything of a running burst as one value, and what follows from it alone.

import type { CardId } from '../bank/card.ts';
import type { Confidence, Event, EventId, Prediction, Review, Undo } from '../memory/event.ts';
import { type Memory, remember } from '../memory/memory.ts';
import { reviewsOf } from '../memory/reviews.ts';
import type { Pick as Choice, Reason } from '../queue/pick.ts';
import type { Burst, Place } from '../store/burst.ts';
import { timeAfter } from './log.ts';
import type { Before } from './summary.ts';

/** Why this card is up: the queue's reason, or that the learner was here already. */
export type Why = Reason | { readonly kind: 'resumed' } | { readonly kind: 'undone' };

export type Face =
  | { readonly kind: 'question' }
  | { readonly kind: 'answer'; readonly prediction: Prediction };

export interface Sitting {
  readonly burst: Burst;
  /** Of this burst only. */
  readonly events: readonly Event[];
  readonly before: Before;
  readonly why: Why;
  /** Time on screen when the card that is up was shown. */
  readonly shownAtMs: number;
}

/** The face of a card in its place. */
export function faceOf(place: Exclude<Place, { kind: 'summary' }>): Face {
  return place.kind === 'question'
    ? { kind: 'question' }
    : { kind: 'answer', prediction: place.prediction };
}

/** @param spentMs time on screen so far; the same for all that follow */
export function moved(sitting: Sitting, place: Place, spentMs: number): Sitting {
  return { ...sitting, burst: { ...sitting.burst, place, spentMs } };
}

/** Another card is up, or the summary without one. */
export function advanced(sitting: Sitting, next: Choice | null, spentMs: number): Sitting {
  const place: Place = next ? { kind: 'question', card: next.card.id } : { kind: 'summary' };
  const why = next?.reason ?? sitting.why;
  return { ...moved(sitting, place, spentMs), why, shownAtMs: spentMs };
}

/**
 * The rating that this would be now: `null` for any other card than the one whose answer is up.
 *
 * @param moment an id for it, epoch ms, and time on screen
 */
export function reviewIn(
  sitting: Sitting,
  card: CardId,
  confidence: Confidence,
  moment: { readonly id: EventId; readonly now: number; readonly spentMs: number },
): Review | null {
  const { place, id: burst } = sitting.burst;
  if (place.kind !== 'answer' || place.card !== card) return null;
  const { prediction } = place;
  const at = timeAfter(sitting, moment.now);
  const tookMs = Math.max(0, moment.spentMs - sitting.shownAtMs);
  return { id: moment.id, type: 'review', at, card, burst, confidence, prediction, tookMs };
}

/** @param former the memory of its card before the rating */
export function rated(
  sitting: Sitting,
  review: Review,
  former: Memory | undefined,
  next: Choice | null,
  spentMs: number,
): Sitting {
  const before = sitting.before.has(review.card)
    ? sitting.before
    : new Map(sitting.before).set(review.card, former);
  return { ...advanced(sitting, next, spentMs), before, events: [...sitting.events, review] };
}

/** The last rating was taken back: its answer is up again, and the time goes on that it had taken. */
export function takenBack(sitting: Sitting, undo: Undo, last: Review, spentMs: number): Sitting {
  const { card, prediction, tookMs } = last;
  return {
    ...moved(sitting, { kind: 'answer', card, prediction }, spentMs),
    events: [...sitting.events, undo],
    why: { kind: 'undone' },
    shownAtMs: Math.max(0, spentMs - tookMs),
  };
}

/** All memories, with this burst's ratings that may still be on their way to the disk. */
export function memoriesWith(
  sitting: Sitting,
  stored: ReadonlyMap<CardId, Memory>,
): ReadonlyMap<CardId, Memory> {
  const memories = new Map(stored);
  for (const { card } of reviewsOf(sitting.events)) {
    const memory = memoryIn(sitting, card);
    if (memory) memories.set(card, memory);
  }
  return memories;
}

/** A card's memory after what stands of this burst's ratings. */
export function memoryIn({ events, before }: Sitting, card: CardId): Memory | undefined {
  return reviewsOf(events)
    .filter((review) => review.card === card)
    .reduce<Memory | undefined>(remember, before.get(card));
}
