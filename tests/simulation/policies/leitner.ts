// Leitner's boxes: up one when known, back to the first when not.

import type { CardEntry, CardId } from '../../../src/bank/card.ts';
import { dayOf } from '../schedule.ts';
import { fresh, lowest, type Policy } from './policy.ts';

/** The days a card stays in each box. */
const BOX_DAYS: readonly number[] = [1, 2, 4, 8, 16];

/** Cards whose time in the box is over, lowest box first; then new ones; then whatever is next. */
export const leitner: Policy = {
  name: 'Leitner',
  begin({ bank }) {
    const boxes = new Map<CardId, number>();
    const boxOf = ({ id }: CardEntry) => boxes.get(id) ?? 0;
    let last: CardEntry | null = null;
    return (moment) => {
      const { memories, now } = moment;
      if (last) {
        const knew = (memories.get(last.id)?.confidence ?? 1) >= 3;
        boxes.set(last.id, knew ? Math.min(boxOf(last) + 1, BOX_DAYS.length - 1) : 0);
      }
      const dueOn = (card: CardEntry) =>
        dayOf(memories.get(card.id)?.reviewedAt ?? 0) + (BOX_DAYS[boxOf(card)] ?? 1);
      const open = fresh(bank, moment);
      const seen = open.filter((card) => memories.has(card.id));
      const due = seen.filter((card) => dueOn(card) <= dayOf(now));
      last =
        lowest(due, boxOf) ?? open.find((card) => !memories.has(card.id)) ?? lowest(seen, dueOn);
      return last;
    };
  },
};
