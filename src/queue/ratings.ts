// The ratings a learner is likely to give next, judged by those they gave.

import type { Confidence } from '../memory/event.ts';
import type { Outcomes, PerConfidence, Standpoint } from '../memory/outcomes.ts';

/**
 * What a learner is taken for who has not rated much yet.
 *
 * FSRS's own simulator begins with these: first ratings are 24, 9, 50 and 17 %, and a recalled card
 * is rated 22, 63 and 15 %. That a strong card is recalled nine times in ten, a weak one three times
 * in four, and one of minutes ago nineteen times in twenty is our guess.
 *
 * @see https://github.com/open-spaced-repetition/fsrs-rs/blob/main/src/simulation.rs
 */
const USUAL: Outcomes = {
  new: { 1: 0.24, 2: 0.094, 3: 0.495, 4: 0.171 },
  weak: { 1: 0.25, 2: 0.168, 3: 0.473, 4: 0.109 },
  strong: { 1: 0.1, 2: 0.202, 3: 0.568, 4: 0.13 },
  again: { 1: 0.05, 2: 0.213, 3: 0.599, 4: 0.138 },
};
/** It counts as much as so many ratings of the learner's own. */
const USUAL_WEIGHT = 8;

/** The fraction that spreads most evenly, however many turns are taken. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

export type Rate = (from: Standpoint) => Confidence;

/**
 * Gives every confidence in its turn, as often as it is likely, and so always the same ratings in
 * the same order.
 *
 * @param luck by how many standard errors the share of weak ratings is smaller than it was
 */
export function likelyRatings(outcomes: Outcomes, luck: number): Rate {
  const turns = { new: 0, weak: 0, strong: 0, again: 0 };
  const chances = {
    new: chancesOf('new', outcomes, luck),
    weak: chancesOf('weak', outcomes, luck),
    strong: chancesOf('strong', outcomes, luck),
    again: chancesOf('again', outcomes, luck),
  };
  return (from) => {
    const roll = (1 / 2 + GOLDEN * turns[from]++) % 1;
    const { 1: blank, 2: shaky, 3: solid } = chances[from];
    if (roll < blank) return 1;
    if (roll < blank + shaky) return 2;
    return roll < blank + shaky + solid ? 3 : 4;
  };
}

function chancesOf(from: Standpoint, outcomes: Outcomes, luck: number): PerConfidence {
  const own = outcomes[from];
  const total = USUAL_WEIGHT + own[1] + own[2] + own[3] + own[4];
  const chance = (confidence: Confidence) =>
    (own[confidence] + USUAL_WEIGHT * USUAL[from][confidence]) / total;
  const weak = chance(1) + chance(2);
  const error = Math.sqrt((weak * (1 - weak)) / total);
  const shifted = Math.min(1, Math.max(0, weak - luck * error));
  const [less, more] = [shifted / weak, (1 - shifted) / (1 - weak)];
  return { 1: chance(1) * less, 2: chance(2) * less, 3: chance(3) * more, 4: chance(4) * more };
}
