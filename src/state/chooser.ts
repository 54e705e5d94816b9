// Which card of a burst comes next, from what the learner wants the burst to ask.

import type { CardEntry, CardId, Topic, TopicId } from '../bank/card.ts';
import type { Review } from '../memory/event.ts';
import type { Memory } from '../memory/memory.ts';
import { pickListed } from '../queue/listed.ts';
import { isNewSenior } from '../queue/newSenior.ts';
import { type Pick as Choice, pick } from '../queue/pick.ts';
import type { Burst } from '../store/burst.ts';
import type { Content } from './content.ts';
import type { Plan } from './plan.ts';
import type { Progress } from './progress.ts';

export type { Pick as Choice } from '../queue/pick.ts';

interface Parts {
  readonly content: Content;
  readonly plan: Plan;
  readonly progress: Progress;
}

/** @param now epoch ms */
export function createChooser({ content, plan, progress }: Parts, now: () => number) {
  /** Whoever asks for one topic gets its cards: of any level, or even all of them, rather than none. */
  function onlyTopic(id: TopicId): readonly Topic[] {
    const whole = content.topic(id);
    if (!whole) return [];
    const needed = { ...whole, cards: whole.cards.filter((card) => !plan.isSuspended(card.id)) };
    const wide = needed.cards.length > 0 ? needed : whole;
    const askable = plan.askable(whole);
    return [askable.cards.length > 0 ? askable : wide];
  }

  /**
   * @param burst with whose id the unseen cards are shuffled
   * @param rated what stands of its ratings, oldest first
   * @param memories as they are, or as they would be
   */
  return function choose(
    { id, scope }: Pick<Burst, 'id' | 'scope'>,
    rated: readonly Review[],
    memories: ReadonlyMap<CardId, Memory>,
  ): Choice | null {
    progress.refresh();
    const shown = rated.map(({ card, confidence, at }) => ({ card, confidence, at }));
    if (scope.kind === 'list') {
      const needed = scope.cards.filter((card) => !plan.isSuspended(card));
      const cards = needed.flatMap((card) => content.entry(card) ?? []);
      return pickListed(cards, shown, now());
    }
    const topics = scope.kind === 'all' ? plan.topics.peek() : onlyTopic(scope.topic);
    const horizon = progress.horizon.peek();
    const situation = { topics, memories, shown, seed: id, now: now(), horizon };
    if (scope.kind === 'topic' || !progress.lastDay.peek()) return pick(situation);
    const isSpared = (card: CardEntry) => isNewSenior(card, memories);
    return pick({ ...situation, isSpared }) ?? pick(situation);
  };
}
