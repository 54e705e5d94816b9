// Any card that this burst has not shown.

import { dice } from '../dice.ts';
import { fresh, type Policy } from './policy.ts';

export const random: Policy = {
  name: 'random',
  begin:
    ({ bank }) =>
    (moment) => {
      const cards = fresh(bank, moment);
      const roll = dice(moment.seed)(moment.shown.length);
      return cards[Math.floor(roll * cards.length)] ?? null;
    },
};
