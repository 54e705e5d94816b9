// The boundary: whatever comes from disk is checked here before anything believes it.

import type { Confidence, LONGEST_NOTE, Prediction } from '../memory/event.ts';
import type { Marks } from '../memory/marks.ts';
import type { Memory } from '../memory/memory.ts';

/** The type makes it the same number as there. */
const NOTE_LIMIT: typeof LONGEST_NOTE = 4000;

export type Fields = Readonly<Record<string, unknown>>;

export function isMemory(value: unknown): value is Memory {
  if (!isFields(value)) return false;
  const { card, stability, difficulty, reviewedAt, confidence, reviews } = value as Fields &
    Record<keyof Memory, unknown>;
  return (
    isText(card) &&
    isTime(reviewedAt) &&
    isConfidence(confidence) &&
    isPositive(stability) &&
    isPositive(difficulty) &&
    isPositive(reviews)
  );
}

export function isMarks(value: unknown): value is Marks {
  if (!isFields(value)) return false;
  const { card, starred, suspended, note, markedAt } = value as Fields &
    Record<keyof Marks, unknown>;
  return (
    isText(card) &&
    isNote(note) &&
    isTime(markedAt) &&
    typeof starred === 'boolean' &&
    typeof suspended === 'boolean'
  );
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

export function isNote(value: unknown): value is string {
  return typeof value === 'string' && value.length <= NOTE_LIMIT;
}

export function isConfidence(value: unknown): value is Confidence {
  return value === 1 || value === 2 || value === 3 || value === 4;
}
