// The boundary: whatever comes from disk is checked here before anything believes it.

import type { CardId } from '../bank/card.ts';
import type { BurstId, Confidence, Event, EventId, Prediction } from '../memory/event.ts';
import type { Memory } from '../memory/memory.ts';

type Fields = Readonly<Record<string, unknown>>;

/** An event of a type that only a newer version knows is kept where it is, and not counted as damage. */
export type ParsedEvent =
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'damaged' };

export function parseEvent(value: unknown): ParsedEvent {
  if (!isFields(value) || !isText(value['id']) || !isText(value['type'])) return DAMAGED;
  if (value['type'] !== 'review' && value['type'] !== 'undo') return { kind: 'unknown' };
  if (!isTime(value['at']) || !isText(value['card']) || !isText(value['burst'])) return DAMAGED;
  const base = {
    id: value['id'] as EventId,
    at: value['at'],
    card: value['card'] as CardId,
    burst: value['burst'] as BurstId,
  };
  if (value['type'] === 'undo') {
    if (!isText(value['undoes'])) return DAMAGED;
    return { kind: 'event', event: { ...base, type: 'undo', undoes: value['undoes'] as EventId } };
  }
  const { confidence, prediction, tookMs } = value as Fields & Record<ReviewField, unknown>;
  if (!isConfidence(confidence) || !isPrediction(prediction) || !isDuration(tookMs)) return DAMAGED;
  return { kind: 'event', event: { ...base, type: 'review', confidence, prediction, tookMs } };
}

type ReviewField = 'confidence' | 'prediction' | 'tookMs';

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

function isConfidence(value: unknown): value is Confidence {
  return value === 1 || value === 2 || value === 3 || value === 4;
}
