// How the readiness of a topic has changed since last week.

import type { CardId } from '../bank/card.ts';
import type { Event } from '../memory/event.ts';
import { horizon, type InterviewDate } from '../memory/horizon.ts';
import type { Memory } from '../memory/memory.ts';
import { readiness } from '../memory/readiness.ts';
import { memoriesAt } from '../memory/replay.ts';
import type { TopicProgress } from './progress.ts';
import type { Change } from './summary.ts';

const WEEK_MS = 7 * 86_400_000;

/** What the figures of a week ago were made of. */
export interface LastWeek {
  readonly memories: ReadonlyMap<CardId, Memory>;
  /** Epoch ms. */
  readonly horizon: number;
}

/**
 * A learner who had rated nothing by then comes from nothing.
 *
 * @param events the whole log
 * @param now epoch ms
 * @param interview today's date of it, so that a moved interview looks like no progress
 */
export function lastWeek(
  events: readonly Event[],
  now: number,
  interview: InterviewDate | null,
): LastWeek {
  const then = now - WEEK_MS;
  return { memories: memoriesAt(events, then), horizon: horizon(then, interview) };
}

/** `null` for a topic that was new then and still is. */
export function trendOf(
  { topic, readiness: to, seen }: TopicProgress,
  { memories, horizon: then }: LastWeek,
): Change | null {
  const from = readiness(topic.cards, memories, then);
  return from === 0 && seen === 0 ? null : { from, to };
}
