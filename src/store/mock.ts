// A mock interview under way: its questions, which one is up, and what was ticked.

import type { CardId, Level } from '../bank/card.ts';
import type { BurstId } from '../memory/event.ts';
import { isDuration, isFields, isText, isTime } from './parse.ts';
import { isLevel } from './settings.ts';

export type MockMinutes = 15 | 30 | 45;

/** When the learner compares an answer with its points. */
export type Judging = 'after-each' | 'at-the-end';

/** What of a mock interview cannot be derived from its events. */
export interface Mock {
  /** Its reviews carry it as their burst. */
  readonly id: BurstId;
  readonly level: Level;
  readonly minutes: MockMinutes;
  readonly judging: Judging;
  /** Epoch ms. */
  readonly startedAt: number;
  /** In the order of the interview. */
  readonly questions: readonly CardId[];
  /** Time on screen over each question that was asked, in the order of the questions. */
  readonly spentMs: readonly number[];
  /** Which points were hit, counted from 0, of each question that was judged or is being judged. */
  readonly ticks: readonly (readonly number[])[];
  readonly place: MockPlace;
}

export type MockPlace =
  /** The learner speaks. */
  | { readonly kind: 'question'; readonly number: number }
  /** The learner ticks points. */
  | { readonly kind: 'judge'; readonly number: number }
  | { readonly kind: 'report' };

export function parseMock(value: unknown): Mock | null {
  if (!isFields(value)) return null;
  const { id, level, minutes, judging, startedAt, questions, spentMs, ticks } = value;
  const place = parsePlace(value['place']);
  if (!place || !isText(id) || !isLevel(level) || !isMockMinutes(minutes)) return null;
  if (!isJudging(judging) || !isTime(startedAt)) return null;
  if (!Array.isArray(questions) || !questions.every(isText)) return null;
  if (!Array.isArray(spentMs) || !spentMs.every(isDuration)) return null;
  if (!Array.isArray(ticks) || !ticks.every(areCounts)) return null;
  if (place.kind !== 'report' && place.number > questions.length) return null;
  return {
    id: id as BurstId,
    level,
    minutes,
    judging,
    startedAt,
    questions: questions as CardId[],
    spentMs,
    ticks,
    place,
  };
}

function parsePlace(value: unknown): MockPlace | null {
  if (!isFields(value)) return null;
  const { kind, number } = value;
  if (kind === 'report') return { kind };
  if (!isCount(number) || number < 1) return null;
  return kind === 'question' || kind === 'judge' ? { kind, number } : null;
}

function areCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every(isCount);
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && isDuration(value);
}

function isMockMinutes(value: unknown): value is MockMinutes {
  return value === 15 || value === 30 || value === 45;
}

function isJudging(value: unknown): value is Judging {
  return value === 'after-each' || value === 'at-the-end';
}
