// Events for tests, single ones and whole random logs.

import fc from 'fast-check';
import type { CardId } from '../../src/bank/card.ts';
import type {
  BurstId,
  Confidence,
  Event,
  EventId,
  Marking,
  Review,
  Undo,
} from '../../src/memory/event.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** A Monday evening. */
export const EVENING = Date.UTC(2026, 2, 2, 20);

export function review(
  id: string,
  at: number,
  confidence: Confidence = 3,
  card = 'contexts-1',
): Review {
  return {
    type: 'review',
    id: id as EventId,
    at,
    card: card as CardId,
    burst: 'burst' as BurstId,
    confidence,
    prediction: 'none',
    tookMs: 20_000,
  };
}

export function undo(id: string, undone: Review, at: number): Undo {
  return {
    type: 'undo',
    id: id as EventId,
    at,
    card: undone.card,
    burst: undone.burst,
    undoes: undone.id,
  };
}

/** What a marking is but for its id, time and card. */
export type Change =
  | { readonly type: 'star' | 'unstar' | 'suspend' | 'resume' }
  | { readonly type: 'note'; readonly text: string };

export function marking(id: string, at: number, change: Change, card = 'contexts-1'): Marking {
  return { id: id as EventId, at, card: card as CardId, ...change };
}

/** Clocks of one month, often equal, so that ids have to decide. */
export const times = fc.oneof(
  fc.integer({ min: EVENING, max: EVENING + 30 * DAY }),
  fc.constantFrom(EVENING, EVENING + DAY),
);

export const confidences = fc.constantFrom<Confidence>(1, 2, 3, 4);

export const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.constantFrom('star', 'unstar', 'suspend', 'resume').map((type): Change => ({ type })),
  fc
    .constantFrom('', 'g is per request', 'ask me why')
    .map((text): Change => ({ type: 'note', text })),
);

const some = fc.constantFrom('a', 'b', 'c');

/**
 * Reviews of three cards, some undone (some twice, some before they happened), and what was marked
 * on the cards; ids unique.
 */
export const logs: fc.Arbitrary<Event[]> = fc
  .tuple(
    fc.array(fc.tuple(times, confidences, some), { maxLength: 20 }),
    fc.array(fc.tuple(times, fc.nat()), { maxLength: 6 }),
    fc.array(fc.tuple(times, changes, some), { maxLength: 10 }),
    fc.array(fc.nat(999), { minLength: 20, maxLength: 20 }),
  )
  .map(([reviews, undos, marked, dice]) => {
    const done = reviews.map(([at, confidence, card], index) =>
      review(`${dice[index]}-${index}`, at, confidence, card),
    );
    const undone = undos.flatMap(([at, chosen], index) => {
      const target = done[chosen % Math.max(1, done.length)];
      return target ? undo(`undo-${index}`, target, at) : [];
    });
    const markings = marked.map(([at, change, card], index) =>
      marking(`${dice[index]}-mark-${index}`, at, change, card),
    );
    return [...done, ...undone, ...markings];
  });
