// What of the bank is in this learner's interview.

import type { CardId, Level, Topic, TopicId } from '../bank/card.ts';

export interface Choices {
  /** Those that may be asked. */
  readonly levels: readonly Level[];
  readonly topicsOff: readonly TopicId[];
  readonly isSuspended: (card: CardId) => boolean;
}

/** The topics with only those of their cards that may be asked; topics without any are left out. */
export function inInterview(topics: readonly Topic[], choices: Choices): readonly Topic[] {
  return topics
    .filter(({ id }) => !choices.topicsOff.includes(id))
    .map((topic) => withAskable(topic, choices))
    .filter(({ cards }) => cards.length > 0);
}

/** One topic with the cards that may be asked, whether or not the topic itself is switched off. */
export function withAskable(
  topic: Topic,
  { levels, isSuspended }: Pick<Choices, 'levels' | 'isSuspended'>,
): Topic {
  const cards = topic.cards.filter(({ id, level }) => levels.includes(level) && !isSuspended(id));
  return cards.length === topic.cards.length ? topic : { ...topic, cards };
}
