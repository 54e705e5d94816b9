// The boundary: whatever comes from disk is checked here before anything believes it.

import type { CardId } from '../bank/card.ts';
import type {
  BurstId,
  Confidence,
  Event,
  EventId,
  LONGEST_NOTE,
  Prediction,
} from '../memory/event.ts';
import type { Marks } from '../memory/marks.ts';
import type { Memory } from '../memory/memory.ts';

/** The type makes it the same number as there. */
const NOTE_LIMIT: typeof LONGEST_NOTE = 4000;

type Fields = Readonly<Record<string, unknown>>;

/** An event of a type that only a newer version knows is kept where it is, and not counted as damage. */
export type ParsedEvent =
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'damaged' };

export function parseEvent(value: unknown): ParsedEvent {
  if (!isFields(value) || !isText(value['id']) || !isText(value['type'])) return DAMAGED;
  const type = value['type'];
  if (!Object.hasOwn(PARSERS, type)) return { kind: 'unknown' };
  if (!isTime(value['at']) || !isText(value['card'])) return DAMAGED;
  const base = { id: value['id'] as EventId, at: value['at'], card: value['card'] as CardId };
  const event = PARSERS[type as Event['type']](base, value);
  return event ? { kind: 'event', event } : DAMAGED;
}

type Base = Pick<Event, 'id' | 'at' | 'card'>;

/** One line a type: what it has beyond every event. */
const PARSERS: Readonly<Record<Event['type'], (base: Base, value: Fields) => Event | null>> = {
  review: parseReview,
  undo: (base, { burst, undoes }) =>
    isText(burst) && isText(undoes)
      ? { ...base, type: 'undo', burst: burst as BurstId, undoes: undoes as EventId }
      : null,
  suspend: (base) => ({ ...base, type: 'suspend' }),
  resume: (base) => ({ ...base, type: 'resume' }),
  star: (base) => ({ ...base, type: 'star' }),
  unstar: (base) => ({ ...base, type: 'unstar' }),
  note: (base, { text }) => (isNote(text) ? { ...base, type: 'note', text } : null),
};

function parseReview(base: Base, value: Fields): Event | null {
  const { burst, confidence, prediction, tookMs } = value as Fields & Record<ReviewField, unknown>;
  if (!isText(burst) || !isConfidence(confidence)) return null;
  if (!isPrediction(prediction) || !isDuration(tookMs)) return null;
  return { ...base, type: 'review', burst: burst as BurstId, confidence, prediction, tookMs };
}

type ReviewField = 'burst' | 'confidence' | 'prediction' | 'tookMs';

const DAMAGED = { kind: 'damaged' } as const;

/** The events that this version understands. */
export function knownEvents(values: readonly unknown[]): Event[] {
  return values.flatMap((value) => {
    const parsed = parseEvent(value);
    return parsed.kind === 'event' ? [parsed.event] : [];
  });
}

export function parseMemory(value: unknown): Memory | null {
  if (!isFields(value)) return null;
  const { card, stability, difficulty, reviewedAt, confidence, reviews } = value as Fields &
    Record<keyof Memory, unknown>;
  if (!isText(card) || !isTime(reviewedAt) || !isConfidence(confidence)) return null;
  if (!isPositive(stability) || !isPositive(difficulty) || !isPositive(reviews)) return null;
  return { card: card as CardId, stability, difficulty, reviewedAt, confidence, reviews };
}

export function parseMarks(value: unknown): Marks | null {
  if (!isFields(value)) return null;
  const { card, starred, suspended, note, markedAt } = value as Fields &
    Record<keyof Marks, unknown>;
  if (!isText(card) || !isNote(note) || !isTime(markedAt)) return null;
  if (typeof starred !== 'boolean' || typeof suspended !== 'boolean') return null;
  return { card: card as CardId, starred, suspended, note, markedAt };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0;
}

/** A moment that a `Date` can hold. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= 8.64e15;
}

export function isDuration(value: unknown): value is number {
  return isTime(value) && value >= 0;
}

export function isPrediction(value: unknown): value is Prediction {
  return value === 'sure' || value === 'unsure' || value === 'none';
}

function isPositive(value: unknown): value is number {
  return isTime(value) && value > 0;
}

function isNote(value: unknown): value is string {
  return typeof value === 'string' && value.length <= NOTE_LIMIT;
}

function isConfidence(value: unknown): value is Confidence {
  return value === 1 || value === 2 || value === 3 || value === 4;
}
