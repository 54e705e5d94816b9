// What asking a card now adds to true recall at the interview, for those who can see it.

import type { CardEntry, CardId } from '../../../src/bank/card.ts';
import { expectedMs } from '../answer.ts';
import type { Moment, Study } from './policy.ts';

/** The rest that the app gives a card that comes back. */
const OTHERS_BETWEEN = 4;
const AWAY_MS = 120_000;

/** How many reviews it weighs, because with ACT-R the first few of a card bring next to nothing. */
const REVIEWS = [1, 2, 4, 8];

export interface Worth {
  /** By a review, in probability of recall, for the best number of reviews given at once. */
  readonly gain: number;
  /** That an answer takes, on the mean. */
  readonly ms: number;
}

/** @param now epoch ms */
export function worthOf({ bank, person, schedule, truth }: Study, id: CardId, now: number): Worth {
  const card = bank.indexOf.get(id) ?? 0;
  const { interview } = schedule;
  const chance = truth.recall(card, now);
  const without = truth.recall(card, interview);
  const gains = REVIEWS.map((times) => {
    const known = truth.recallAfter(card, { at: now, recalled: true, times }, interview);
    const failed = truth.recallAfter(card, { at: now, recalled: false, times }, interview);
    return (chance * known + (1 - chance) * failed - without) / times;
  });
  return { gain: Math.max(...gains), ms: expectedMs(person, chance) };
}

/** What each card adds by a ms of study; reckoned once a burst, and again after a review of it. */
export function createGains(study: Study): (moment: Moment) => (id: CardId) => number {
  const gains = new Map<CardId, number>();
  let burst = '';
  return ({ seed, shown, now }) => {
    if (seed !== burst) gains.clear();
    burst = seed;
    const last = shown.at(-1);
    if (last) gains.delete(last.card);
    return (id) => {
      const known = gains.get(id);
      if (known !== undefined) return known;
      const { gain, ms } = worthOf(study, id, now);
      gains.set(id, gain / ms);
      return gain / ms;
    };
  };
}

/** The cards that need not rest now. */
export function awake({ bank }: Study, { shown, now }: Moment): readonly CardEntry[] {
  const near = shown.filter(
    ({ at }, index) => shown.length - 1 - index < OTHERS_BETWEEN || now - at < AWAY_MS,
  );
  const rests = new Set(near.map((one) => one.card));
  return bank.cards.filter(({ id }) => !rests.has(id));
}
