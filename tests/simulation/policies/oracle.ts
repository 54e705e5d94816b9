// Who knows the true memory and takes what adds most to recall at the interview, second by second.

import { lowest, type Policy } from './policy.ts';
import { awake, createGains } from './worth.ts';

/**
 * Greedy, so an upper reference and not an optimum: it takes the card with the highest gain a
 * second. It knows what was known before and the true effect of a review, but not how the dice will
 * fall.
 */
export const oracle: Policy = {
  name: 'oracle',
  begin(study) {
    const gains = createGains(study);
    return (moment) => {
      const gainPerMs = gains(moment);
      return lowest(awake(study, moment), ({ id }) => -gainPerMs(id));
    };
  },
};
