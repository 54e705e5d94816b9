// How ready the learner is: a view of the memories at the horizon.

import { computed, signal } from '@preact/signals';
import type { CardId, Topic } from '../bank/card.ts';
import {
  daysUntil,
  horizon as horizonOf,
  type InterviewDate,
  isLastDay,
} from '../memory/horizon.ts';
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

/** Below this readiness a topic is called weak. */
const WEAK = 0.3;

export type Progress = ReturnType<typeof createProgress>;

/** What the figures are for; read whenever they are computed, so both may read signals. */
export interface Aim {
  readonly interview: () => InterviewDate | null;
  /** Those of the interview, with the cards that may be asked. */
  readonly topics: () => readonly Topic[];
}

export function createProgress(
  { now }: Pick<Environment, 'now'>,
  initial: ReadonlyMap<CardId, Memory>,
  { interview, topics }: Aim,
) {
  const memories = signal(initial);
  const lookedAt = signal(now());
  const horizon = computed(() => horizonOf(lookedAt.value, interview()));
  const ofTopics = computed(() => progressOf(topics(), memories.value, horizon.value));
  const total = (of: (one: TopicProgress) => number) =>
    ofTopics.value.reduce((sum, one) => sum + of(one), 0);

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
    /** Whether only what can still be won matters now. */
    lastDay: computed(() => isLastDay(lookedAt.value, interview())),
    /** Of all that may be asked, 0–1. */
    readiness: computed(() => {
      const cards = total(({ topic }) => topic.cards.length);
      return cards && total((one) => one.readiness * one.topic.cards.length) / cards;
    }),
    readinessOf: (card: CardId) => cardReadiness(memories.value.get(card), horizon.value),
    /** Weakest first; equally weak ones in the order of the bank. */
    topics: computed(() => ofTopics.value),
    /** The figures of any topic, in the interview or not. */
    ofTopic: (topic: Topic): TopicProgress => progressOfTopic(topic, memories.value, horizon.value),
    seen: computed(() => total(({ seen }) => seen)),
    /** How many topics that were begun are weak, which is what the icon's badge says. */
    weak: computed(() => total((one) => Number(one.seen > 0 && one.readiness < WEAK))),
    lastReviewAt: computed(() =>
      Math.max(0, ...[...memories.value.values()].map((memory) => memory.reviewedAt)),
    ),
    /** Brings all figures to this moment. */
    refresh(): void {
      lookedAt.value = now();
    },
    /** Takes over what storage knows of all cards. */
    replace(next: ReadonlyMap<CardId, Memory>): void {
      memories.value = next;
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
    .map((topic) => progressOfTopic(topic, memories, horizon))
    .sort((a, b) => a.readiness - b.readiness);
}

function progressOfTopic(
  topic: Topic,
  memories: ReadonlyMap<CardId, Memory>,
  horizon: number,
): TopicProgress {
  return {
    topic,
    readiness: readiness(topic.cards, memories, horizon),
    seen: topic.cards.filter((card) => memories.has(card.id)).length,
  };
}
