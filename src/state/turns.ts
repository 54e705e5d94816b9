// When the cards of a topic come, for this learner now.

import type { Topic } from '../bank/card.ts';
import { goesByAge } from '../queue/fading.ts';
import { type CardTurn, turns } from '../queue/turn.ts';
import type { MarksModel } from './marks.ts';
import type { Plan } from './plan.ts';
import type { Progress } from './progress.ts';
import type { SettingsModel } from './settings.ts';

export type { Turn } from '../queue/turn.ts';

interface Parts {
  readonly marks: MarksModel;
  readonly progress: Progress;
  readonly settings: SettingsModel;
}

/** Whether bursts on everything ask what was seen longest ago, because the learner forgets fast. */
export function asksByAge({
  plan,
  progress,
}: {
  readonly plan: Plan;
  readonly progress: Progress;
}): boolean {
  return goesByAge(plan.topics.value, progress.memories.value);
}

export function turnsOf(topic: Topic, { marks, progress, settings }: Parts): readonly CardTurn[] {
  return turns(
    topic,
    {
      levels: settings.settings.value.levels,
      isSuspended: (card) => marks.of(card)?.suspended ?? false,
    },
    progress.memories.value,
    progress.horizon.value,
  );
}
