// The boundary: whatever comes from disk is checked here before anything believes it.

import type { CardId } from '../bank/card.ts';
import type { Confidence, LONGEST_NOTE, Prediction } from '../memory/event.ts';
import type { Marks } from '../memory/marks.ts';
import type { Memory } from '../memory/memory.ts';

/** The type makes it the same number as there. */
const NOTE_LIMIT: typeof LONGEST_NOTE = 4000;

export type Fields = Readonly<Record<string, unknown>>;

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

export function isNote(value: unknown): value is string {
  return typeof value === 'string' && value.length <= NOTE_LIMIT;
}

export function isConfidence(value: unknown): value is Confidence {
  return value === 1 || value === 2 || value === 3 || value === 4;
}
