// What is in the learner's interview: the bank less what they switched off or do not need.

import { computed } from '@preact/signals';
import type { Bank, CardId, Topic } from '../bank/card.ts';
import { inInterview, withAskable } from '../queue/interview.ts';
import type { MarksModel } from './marks.ts';
import type { SettingsModel } from './settings.ts';

export type Plan = ReturnType<typeof createPlan>;

export function createPlan(bank: Bank, settings: SettingsModel, marks: MarksModel) {
  const choices = computed(() => {
    const { levels, topicsOff } = settings.settings.value;
    const all = marks.all.value;
    return {
      levels,
      topicsOff,
      isSuspended: (card: CardId) => all.get(card)?.suspended ?? false,
    };
  });

  return {
    /** In the order of the bank; empty when no card is left to ask. */
    topics: computed(() => inInterview(bank.topics, choices.value)),
    /** One topic with the cards that may be asked, whether or not the topic itself is in. */
    askable: (topic: Topic): Topic => withAskable(topic, choices.value),
    isSuspended: (card: CardId): boolean => choices.value.isSuspended(card),
  };
}
