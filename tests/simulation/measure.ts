// What a learner got out of it, by their true memory.

import type { SimulatedBank } from './bank.ts';
import { DAY_MS } from './model.ts';
import { mean } from './statistics.ts';
import type { Studied } from './study.ts';

export interface Measures {
  /** Of the bank on interview day, 0–1. */
  readonly mean: number;
  /** The mean over the three topics with the lowest recall on interview day, 0–1. */
  readonly worstThree: number;
  /** Of the bank a week later without another burst, 0–1. */
  readonly weekLater: number;
  /** Different cards. */
  readonly seen: number;
  readonly spentMs: number;
}

/** @param interview epoch ms */
export function measure(
  { truth, reviews, spentMs }: Studied,
  { cards, topics, topicOf }: SimulatedBank,
  interview: number,
): Measures {
  const recall = cards.map((_, card) => truth.recall(card, interview));
  const later = cards.map((_, card) => truth.recall(card, interview + 7 * DAY_MS));
  const byTopic = topics.map((_, topic) =>
    mean(recall.filter((_, card) => topicOf[card] === topic)),
  );
  return {
    mean: mean(recall),
    worstThree: mean(byTopic.sort((a, b) => a - b).slice(0, 3)),
    weekLater: mean(later),
    seen: new Set(reviews.map((review) => review.card)).size,
    spentMs,
  };
}
