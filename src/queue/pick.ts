// The next card of a burst, and why this one: the weakest topic first.

import type { CardEntry, CardId, Topic, TopicId } from '../bank/card.ts';
import type { Memory } from '../memory/memory.ts';
import { readiness } from '../memory/readiness.ts';
import { goesByAge, seenAt } from './fading.ts';
import { nextCard } from './order.ts';
import { type Shown, type Standing, standings } from './standing.ts';

export type { Shown } from './standing.ts';

export type Reason =
  | { readonly kind: 'weakest-topic'; readonly topic: TopicId; readonly readiness: number }
  /** No card of it was ever reviewed. */
  | { readonly kind: 'new-topic'; readonly topic: TopicId }
  /** The weakest topic had two cards in a row; this is the weakest of the others. */
  | { readonly kind: 'change-of-topic'; readonly topic: TopicId; readonly readiness: number }
  /** The learner forgets fast, and its cards were seen longest ago, on the mean. */
  | { readonly kind: 'longest-ago'; readonly topic: TopicId }
  /** It came back within the burst, after this confidence. */
  | { readonly kind: 'return'; readonly confidence: 1 | 2 }
  /** It is the next one of the list that the burst goes through. */
  | { readonly kind: 'listed' };

export interface Pick {
  readonly card: CardEntry;
  readonly reason: Reason;
}

export interface Situation {
  /** In the order of the bank, with enabled cards only. */
  readonly topics: readonly Topic[];
  readonly memories: ReadonlyMap<CardId, Memory>;
  /** The ratings of this burst, oldest first, without the undone ones. */
  readonly shown: readonly Shown[];
  /** The same for the whole burst. */
  readonly seed: string;
  /** Epoch ms. */
  readonly now: number;
  /** Epoch ms. */
  readonly horizon: number;
  /** Cards that are not asked, though they count in their topic's readiness; none without it. */
  readonly isSpared?: (card: CardEntry) => boolean;
}

/** A topic that has a candidate. */
interface OpenTopic {
  readonly topic: Topic;
  readonly candidates: readonly CardEntry[];
  /** Over all its cards, not only the candidates: readiness, or when they were seen in epoch ms. */
  readonly rank: number;
}

/** `null` only if no card may be shown now. */
export function pick(situation: Situation): Pick | null {
  const { topics, memories, shown, seed, now, horizon } = situation;
  const standing = standings(shown, now);
  const byAge = goesByAge(topics, memories);
  const open = openTopics(situation, standing, byAge);
  const weakest = lowest(open);
  if (!weakest) return null;

  const others = hadLastTwo(weakest.topic, shown) ? open.filter((one) => one !== weakest) : [];
  const chosen = lowest(others) ?? weakest;
  const card = nextCard(chosen.candidates, { byAge, memories, horizon }, seed);
  const own = standing.get(card.id);
  if (own?.kind === 'returns') {
    return { card, reason: { kind: 'return', confidence: own.confidence } };
  }
  if (byAge) return { card, reason: { kind: 'longest-ago', topic: chosen.topic.id } };
  return { card, reason: topicReason(chosen, weakest, memories) };
}

function openTopics(
  { topics, memories, horizon, isSpared = () => false }: Situation,
  standing: ReadonlyMap<CardId, Standing>,
  byAge: boolean,
): readonly OpenTopic[] {
  const rank = ({ cards }: Topic) =>
    byAge ? meanSeenAt(cards, memories) : readiness(cards, memories, horizon);
  return topics.flatMap((topic) => {
    const candidates = topic.cards.filter(
      (card) => standing.get(card.id)?.kind !== 'rests' && !isSpared(card),
    );
    if (candidates.length === 0) return [];
    return { topic, candidates, rank: rank(topic) };
  });
}

function meanSeenAt(cards: readonly CardEntry[], memories: ReadonlyMap<CardId, Memory>): number {
  return cards.reduce((sum, card) => sum + seenAt(card, memories), 0) / cards.length;
}

/** The first of equals, so that a new learner starts with the basics. */
function lowest(open: readonly OpenTopic[]): OpenTopic | undefined {
  let first: OpenTopic | undefined;
  for (const one of open) if (!first || one.rank < first.rank) first = one;
  return first;
}

function hadLastTwo(topic: Topic, shown: readonly Shown[]): boolean {
  const lastTwo = shown.slice(-2);
  return (
    lastTwo.length === 2 && lastTwo.every((one) => topic.cards.some((card) => card.id === one.card))
  );
}

function topicReason(
  chosen: OpenTopic,
  weakest: OpenTopic,
  memories: ReadonlyMap<CardId, Memory>,
): Reason {
  const topic = chosen.topic.id;
  const isNew = !chosen.topic.cards.some((card) => memories.has(card.id));
  if (isNew) return { kind: 'new-topic', topic };
  const kind = chosen === weakest ? 'weakest-topic' : 'change-of-topic';
  return { kind, topic, readiness: chosen.rank };
}
