// The last day before the interview: what the learner can still win, counted and in order.

import { computed, signal } from '@preact/signals';
import type { Event } from '../memory/event.ts';
import { sureAndWrong } from '../memory/surprises.ts';
import { type Gain, winnable } from '../queue/lastDay.ts';
import type { Device } from './device.ts';
import type { Models } from './models.ts';

export type { Gain } from '../queue/lastDay.ts';

/** Why nothing can be won: no card may be asked, none was seen and all are senior, or what was seen will hold. */
export type Nothing = 'no-card' | 'all-senior' | 'all-safe';

const GAINS: readonly Gain[] = ['sure-and-wrong', 'shaky', 'new'];

type Parts = Pick<Models, 'plan' | 'progress'> & { readonly device: Pick<Device, 'events'> };

export function createLastDay({ device, plan, progress }: Parts) {
  const events = signal<readonly Event[] | null>(null);
  const failed = signal(false);

  const cards = computed(() => {
    const topics = plan.topics.value;
    const { memories, horizon } = progress;
    const surprises = sureAndWrong(events.value ?? []);
    return winnable({ topics, memories: memories.value, surprises, horizon: horizon.value });
  });

  const nothing = computed((): Nothing | null => {
    if (cards.value.length > 0) return null;
    const topics = progress.topics.value;
    if (topics.length === 0) return 'no-card';
    return topics.every(({ seen }) => seen === 0) ? 'all-senior' : 'all-safe';
  });

  return {
    /** `failed`: the log could not be read, so the cards are there but not who was sure and wrong. */
    state: computed(() => (events.value ? 'ready' : failed.value ? 'failed' : 'loading')),
    /** In the order in which they pay. */
    cards: computed(() => cards.value.map(({ card }) => card.id)),
    /** `null` where there is something to win. */
    nothing,
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
