// The hardest cards first: by the last confidence, with new cards between the weak and the strong.

import { fresh, lowest, type Policy } from './policy.ts';

const NEW = 2.5;

/** Among equally confident ones, the one that FSRS holds for the most difficult. */
export const hardestFirst: Policy = {
  name: 'hardest-first',
  begin:
    ({ bank }) =>
    (moment) =>
      lowest(fresh(bank, moment), ({ id }) => {
        const memory = moment.memories.get(id);
        return memory ? memory.confidence - memory.difficulty / 100 : NEW;
      }),
};
