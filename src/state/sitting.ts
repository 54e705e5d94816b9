// Everything of a running burst as one value, and what follows from it alone.

import type { CardId } from '../bank/card.ts';
import type { Event, Prediction } from '../memory/event.ts';
import { type Memory, remember } from '../memory/memory.ts';
import { reviewsOf } from '../memory/reviews.ts';
import type { Reason } from '../queue/pick.ts';
import type { Burst, Place } from '../store/burst.ts';
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

/** A card's memory after what stands of this burst's ratings. */
export function memoryIn({ events, before }: Sitting, card: CardId): Memory | undefined {
  return reviewsOf(events)
    .filter((review) => review.card === card)
    .reduce<Memory | undefined>(remember, before.get(card));
}
