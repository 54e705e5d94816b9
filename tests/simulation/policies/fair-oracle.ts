// The oracle without what no app can know: how much was known of a card before it was first asked.

import { lowest, type Moment, type Policy, type Study } from './policy.ts';
import { awake, createGains, worthOf } from './worth.ts';

/**
 * Of a card that was asked it knows the true memory, which is still more than any app can; of all
 * others only what they are worth on the mean. Greedy for the mean over the bank, as the oracle is,
 * so the worst topics may be left alone.
 */
export const fairOracle: Policy = {
  name: 'fair oracle',
  begin(study) {
    const gains = createGains(study);
    let ofUnseen = 0;
    let burst = '';
    return (moment) => {
      if (moment.seed !== burst) ofUnseen = meanOfUnseen(study, moment);
      burst = moment.seed;
      const gainPerMs = gains(moment);
      return lowest(
        awake(study, moment),
        ({ id }) => -(moment.memories.has(id) ? gainPerMs(id) : ofUnseen),
      );
    };
  },
};

/** By a ms of study; 0 if all were seen. */
function meanOfUnseen(study: Study, { memories, now }: Moment): number {
  const cards = study.bank.cards.filter(({ id }) => !memories.has(id));
  const worths = cards.map(({ id }) => worthOf(study, id, now));
  const ms = worths.reduce((sum, one) => sum + one.ms, 0);
  return ms && worths.reduce((sum, one) => sum + one.gain, 0) / ms;
}
