// Who knows the true memory and takes what adds most to recall at the interview, second by second.

import type { CardId } from '../../../src/bank/card.ts';
import { expectedMs } from '../answer.ts';
import { lowest, type Moment, type Policy, type Study } from './policy.ts';

/** The rest that the app gives a card that comes back. */
const OTHERS_BETWEEN = 4;
const AWAY_MS = 120_000;

/** How many reviews it weighs, because with ACT-R the first few of a card bring next to nothing. */
const REVIEWS = [1, 2, 4, 8];

/**
 * Greedy, so an upper reference and not an optimum: it takes the card with the highest gain a
 * second, for the best number of reviews given at once. It knows what was known before and the true
 * effect of a review, but not how the dice will fall. It reckons a card's gain once a burst, and
 * again after a review of it.
 */
export const oracle: Policy = {
  name: 'oracle',
  begin(study) {
    const { bank } = study;
    const gains = new Map<CardId, number>();
    let burst = '';
    return (moment) => {
      if (moment.seed !== burst) gains.clear();
      burst = moment.seed;
      const last = moment.shown.at(-1);
      if (last) gains.delete(last.card);
      const gain = (id: CardId) => {
        const known = gains.get(id) ?? gainPerMs(study, bank.indexOf.get(id) ?? 0, moment.now);
        gains.set(id, known);
        return known;
      };
      const rests = resting(moment);
      const open = bank.cards.filter(({ id }) => !rests.has(id));
      return lowest(open, ({ id }) => -gain(id));
    };
  },
};

function resting({ shown, now }: Moment): ReadonlySet<CardId> {
  const near = shown.filter(
    ({ at }, index) => shown.length - 1 - index < OTHERS_BETWEEN || now - at < AWAY_MS,
  );
  return new Set(near.map((one) => one.card));
}

function gainPerMs({ person, schedule, truth }: Study, card: number, now: number): number {
  const { interview } = schedule;
  const chance = truth.recall(card, now);
  const without = truth.recall(card, interview);
  const gains = REVIEWS.map((times) => {
    const known = truth.recallAfter(card, { at: now, recalled: true, times }, interview);
    const failed = truth.recallAfter(card, { at: now, recalled: false, times }, interview);
    return (chance * known + (1 - chance) * failed - without) / times;
  });
  return Math.max(...gains) / expectedMs(person, chance);
}
