// The last day before the interview: what the learner can still win, counted and in order.

import { computed, signal } from '@preact/signals';
import type { Event } from '../memory/event.ts';
import { sureAndWrong } from '../memory/surprises.ts';
import { type Gain, winnable } from '../queue/lastDay.ts';
import type { Models } from './models.ts';

export type { Gain } from '../queue/lastDay.ts';

const GAINS: readonly Gain[] = ['sure-and-wrong', 'shaky', 'new'];

export function createLastDay({
  device,
  plan,
  progress,
}: Pick<Models, 'device' | 'plan' | 'progress'>) {
  const events = signal<readonly Event[] | null>(null);
  const failed = signal(false);

  const cards = computed(() => {
    const topics = plan.topics.value;
    const { memories, horizon } = progress;
    const surprises = sureAndWrong(events.value ?? []);
    return winnable({ topics, memories: memories.value, surprises, horizon: horizon.value });
  });

  return {
    /** `failed`: the log could not be read, so the cards are there but not who was sure and wrong. */
    state: computed(() => (events.value ? 'ready' : failed.value ? 'failed' : 'loading')),
    /** In the order in which they pay. */
    cards: computed(() => cards.value.map(({ card }) => card.id)),
    /** How many there are of each kind; kinds without any are left out. */
    counts: computed(() =>
      GAINS.map((gain) => ({
        gain,
        count: cards.value.filter((each) => each.gain === gain).length,
      })).filter(({ count }) => count > 0),
    ),
    async load(): Promise<void> {
      try {
        events.value = await device.events();
        failed.value = false;
      } catch {
        failed.value = true;
      }
    },
  };
}
