// What a mock interview has shown: points and time, topic by topic, and what to study next.

import type { Card, CardId, Topic } from '../bank/card.ts';
import type { Confidence, Review } from '../memory/event.ts';
import type { Mock } from '../store/mock.ts';
import { tickedOf } from './mockSteps.ts';

export interface Points {
  readonly hit: number;
  readonly of: number;
}

export interface Answered {
  readonly card: Card;
  /** 1 for the first question of the interview. */
  readonly number: number;
  readonly points: Points;
  readonly spentMs: number;
  /** `null` if it was not judged, or its rating was lost before it was saved. */
  readonly confidence: Confidence | null;
}

export interface Judged extends Answered {
  readonly confidence: Confidence;
}

export interface TopicReport {
  readonly topic: Topic;
  readonly points: Points;
  /** In the order of the interview. */
  readonly judged: readonly Judged[];
}

export interface Report {
  /** Of the answers that were judged. */
  readonly points: Points;
  /** Over all answers. */
  readonly spentMs: number;
  /** In the order of the interview, judged or not. */
  readonly answers: readonly Answered[];
  /** In the order of the interview. */
  readonly judged: readonly Judged[];
  /** The one with the smallest share of its points first. */
  readonly topics: readonly TopicReport[];
  /** What was rated blank or shaky, blank first, then by the share of the points. */
  readonly studyNext: readonly Judged[];
}

/**
 * @param topics of the bank, in its order
 * @param reviews of this interview, without the undone ones
 */
export function reportOf(
  mock: Mock,
  card: (id: CardId) => Card | undefined,
  topics: readonly Topic[],
  reviews: readonly Review[],
): Report {
  const confidences = new Map(reviews.map((review) => [review.card, review.confidence]));
  const answers = mock.questions.flatMap((id, index): Answered[] => {
    const own = card(id);
    if (!own) return [];
    const hit = new Set(tickedOf(mock, index + 1).filter((point) => point < own.points.length));
    return [
      {
        card: own,
        number: index + 1,
        points: { hit: hit.size, of: own.points.length },
        spentMs: mock.spentMs[index] ?? 0,
        confidence: confidences.get(id) ?? null,
      },
    ];
  });
  const judged = answers.filter((each): each is Judged => each.confidence !== null);
  return {
    points: total(judged),
    spentMs: answers.reduce((sum, { spentMs }) => sum + spentMs, 0),
    answers,
    judged,
    topics: topics
      .flatMap((topic): TopicReport[] => {
        const own = judged.filter((each) => each.card.topic === topic.id);
        return own.length > 0 ? [{ topic, points: total(own), judged: own }] : [];
      })
      .toSorted((a, b) => share(a.points) - share(b.points)),
    studyNext: judged
      .filter(({ confidence }) => confidence <= 2)
      .toSorted((a, b) => a.confidence - b.confidence || share(a.points) - share(b.points)),
  };
}

/** 0–1. */
export function share({ hit, of }: Points): number {
  return of > 0 ? hit / of : 0;
}

function total(judged: readonly Judged[]): Points {
  return {
    hit: judged.reduce((sum, { points }) => sum + points.hit, 0),
    of: judged.reduce((sum, { points }) => sum + points.of, 0),
  };
}
