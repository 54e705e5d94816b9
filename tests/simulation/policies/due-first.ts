// Due cards first and twenty new ones a day: what Anki does with FSRS and its default settings.

import type { CardEntry } from '../../../src/bank/card.ts';
import type { Memory } from '../../../src/memory/memory.ts';
import { recall } from '../../../src/memory/recall.ts';
import { DAY_MS } from '../model.ts';
import { dayOf } from '../schedule.ts';
import { fresh, lowest, type Policy } from './policy.ts';

const NEW_A_DAY = 20;
/** Anki's learning step for a card rated blank. */
const STEP_MS = 600_000;

/** A card is due on the day its recall falls to 90 %, or ten minutes after a blank. */
function isDue({ confidence, reviewedAt, stability }: Memory, now: number): boolean {
  if (confidence === 1) return now - reviewedAt >= STEP_MS;
  return dayOf(now) - dayOf(reviewedAt) >= Math.max(1, Math.round(stability));
}

/** Where neither due nor new cards are left, it reviews ahead, the most forgotten first. */
export const dueFirst: Policy = {
  name: 'due-first',
  begin({ bank }) {
    let today = -1;
    let newToday = 0;
    return (moment) => {
      const { memories, now, day } = moment;
      if (day !== today) {
        today = day;
        newToday = 0;
      }
      const recallNow = (card: CardEntry) => {
        const memory = memories.get(card.id);
        return memory ? recall((now - memory.reviewedAt) / DAY_MS, memory.stability) : 1;
      };
      const due = bank.cards.filter((card) => {
        const memory = memories.get(card.id);
        return memory && isDue(memory, now);
      });
      if (due.length > 0) return lowest(due, recallNow);
      const next = bank.cards.find((card) => !memories.has(card.id));
      if (next && newToday < NEW_A_DAY) {
        newToday++;
        return next;
      }
      return lowest(fresh(bank, moment), recallNow) ?? next ?? null;
    };
  },
};
