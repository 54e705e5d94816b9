// What the learner puts into their interview: topics and levels, of which something has to stay.

import { computed, signal } from '@preact/signals';
import type { Bank, Level, TopicId } from '../bank/card.ts';
import { LEVELS } from './levels.ts';
import type { Plan } from './plan.ts';
import type { Progress } from './progress.ts';
import type { SettingsModel } from './settings.ts';

export type Choosing = ReturnType<typeof createChoosing>;

/** `only`: on, and it stays so: without it there would be no card to ask, or no level at all. */
export type Switch = 'on' | 'off' | 'only';

interface Parts {
  readonly bank: Bank;
  readonly plan: Plan;
  readonly progress: Progress;
  readonly settings: SettingsModel;
}

export function createChoosing({ bank, plan, progress, settings }: Parts) {
  const before = signal<number | null>(null);
  const cards = computed(() => plan.topics.value.flatMap((topic) => topic.cards));
  const allCards = bank.topics.flatMap((topic) => topic.cards);

  function level(name: Level): Switch {
    const { levels } = settings.settings.value;
    if (!levels.includes(name)) return 'off';
    const isLast = levels.every((one) => one === name);
    return isLast || isOnly(cards.value, (card) => card.level === name) ? 'only' : 'on';
  }

  function topic(id: TopicId): Switch {
    if (settings.settings.value.topicsOff.includes(id)) return 'off';
    return isOnly(plan.topics.value, (one) => one.id === id) ? 'only' : 'on';
  }

  function turn(what: Switch, choose: () => Promise<void>): void {
    if (what === 'only') return;
    before.value = progress.readiness.peek();
    void choose();
  }

  return {
    level,
    topic,
    /** Readiness before the last switch, 0–1; `null` while nothing was switched. */
    before: computed(() => before.value),
    /** How much of the bank is in. */
    extent: computed(() => ({
      topics: plan.topics.value.length,
      ofTopics: bank.topics.length,
      cards: cards.value.length,
      ofCards: allCards.length,
    })),
    /** Puts a level in or takes it out. */
    turnLevel(name: Level): void {
      const { levels } = settings.settings.peek();
      const next = LEVELS.filter((one) => levels.includes(one) !== (one === name));
      turn(level(name), () => settings.choose('levels', next));
    },
    /** Puts a topic in or takes it out. */
    turnTopic(id: TopicId): void {
      const { topicsOff } = settings.settings.peek();
      const next = topicsOff.includes(id)
        ? topicsOff.filter((one) => one !== id)
        : [...topicsOff, id];
      turn(topic(id), () => settings.choose('topicsOff', next));
    },
    allTopics(): void {
      turn('on', () => settings.choose('topicsOff', []));
    },
  };
}

/** Where there is nothing, nothing depends on what is taken out. */
function isOnly<T>(all: readonly T[], test: (one: T) => boolean): boolean {
  return all.length > 0 && all.every(test);
}
