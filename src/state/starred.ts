// The cards that the learner has starred and still needs.

import type { Bank, CardEntry } from '../bank/card.ts';
import type { MarksModel } from './marks.ts';
import type { Progress } from './progress.ts';

interface Parts {
  readonly bank: Bank;
  readonly marks: MarksModel;
  readonly progress: Progress;
}

/** The least ready first, whether or not their topic is in the interview. */
export function starredCards({ bank, marks, progress }: Parts): readonly CardEntry[] {
  return bank.topics
    .flatMap(({ cards }) => cards)
    .filter(({ id }) => {
      const own = marks.of(id);
      return own?.starred && !own.suspended;
    })
    .toSorted((a, b) => progress.readinessOf(a.id) - progress.readinessOf(b.id));
}
