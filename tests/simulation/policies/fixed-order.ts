// From the first card to the last, and again from the first.

import type { Policy } from './policy.ts';

export const fixedOrder: Policy = {
  name: 'fixed order',
  begin({ bank }) {
    let next = 0;
    return () => bank.cards[next++ % bank.cards.length] ?? null;
  },
};
