// New cards first, shuffled; then the one seen longest ago.

import { dice } from '../dice.ts';
import { fresh, lowest, type Policy } from './policy.ts';

export const newFirst: Policy = {
  name: 'new-first',
  begin({ bank }) {
    const luck = dice('new-first');
    const order = new Map(bank.cards.map((card, index) => [card.id, luck(index)]));
    return (moment) =>
      lowest(
        fresh(bank, moment),
        ({ id }) => moment.memories.get(id)?.reviewedAt ?? order.get(id) ?? 0,
      );
  },
};
