// How ready the learner is: a view of the memories at the horizon.

import { computed, signal } from '@preact/signals';
import type { CardId, Topic } from '../bank/card.ts';
import { daysUntil, horizon as horizonOf, type InterviewDate } from '../memory/horizon.ts';
import type { Memory } from '../memory/memory.ts';
import { cardReadiness, readiness } from '../memory/readiness.ts';
import type { Environment } from './environment.ts';

export interface TopicProgress {
  readonly topic: Topic;
  /** 0–1. */
  readonly readiness: number;
  /** How many of its cards were ever rated. */
  readonly seen: number;
}

export type Progress = ReturnType<typeof createProgress>;

/** @param interview read whenever the horizon is computed, so it may read a signal */
export function createProgress(
  { bank, now }: Pick<Environment, 'bank' | 'now'>,
  initial: ReadonlyMap<CardId, Memory>,
  interview: () => InterviewDate | null,
) {
  const memories = signal(initial);
  const lookedAt = signal(now());
  const horizon = computed(() => horizonOf(lookedAt.value, interview()));
  const everyCard = bank.topics.flatMap((topic) => topic.cards);

  const topics = computed(() => progressOf(bank.topics, memories.value, horizon.value));

  return {
    memories: computed(() => memories.value),
    horizon,
    /** Epoch ms of the moment that all figures are for. */
    lookedAt: computed(() => lookedAt.value),
    /** Whole calendar days, negative once the interview is past; `null` without a date. */
    daysToInterview: computed(() => {
      const date = interview();
      return date && daysUntil(lookedAt.value, date);
    }),
    /** Of the whole bank, 0–1. */
    readiness: computed(() => readiness(everyCard, memories.value, horizon.value)),
    readinessOf: (card: CardId) => cardReadiness(memories.value.get(card), horizon.value),
    /** Weakest first; equally weak ones in the order of the bank. */
    topics,
    seen: computed(() => everyCard.filter((card) => memories.value.has(card.id)).length),
    lastReviewAt: computed(() =>
      Math.max(0, ...[...memories.value.values()].map((memory) => memory.reviewedAt)),
    ),
    /** Brings all figures to this moment. */
    refresh(): void {
      lookedAt.value = now();
    },
    set(card: CardId, memory: Memory | undefined): void {
      const next = new Map(memories.value);
      if (memory) next.set(card, memory);
      else next.delete(card);
      memories.value = next;
    },
  };
}

function progressOf(
  topics: readonly Topic[],
  memories: ReadonlyMap<CardId, Memory>,
  horizon: number,
): readonly TopicProgress[] {
  return topics
    .map((topic) => ({
      topic,
      readiness: readiness(topic.cards, memories, horizon),
      seen: topic.cards.filter((card) => memories.has(card.id)).length,
    }))
    .sort((a, b) => a.readiness - b.readiness);
}
