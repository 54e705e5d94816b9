// How a learner answers: whether they recall, what they predict and rate, and how long it takes.

import type { Confidence, Prediction } from '../../src/memory/event.ts';
import { normal } from './dice.ts';
import type { Person } from './person.ts';

export interface Answer {
  readonly recalled: boolean;
  readonly prediction: Prediction;
  readonly confidence: Confidence;
  readonly tookMs: number;
}

/** Medians: whoever fails thinks longer and then reads the whole answer. */
const RECALLED_MS = 22_000;
const FAILED_MS = 38_000;
/** The standard deviation of the logarithm of the time. */
const SPREAD = 0.4;

/**
 * @param chance the true probability of recall
 * @param time how often this card was shown before
 */
export function answer(person: Person, card: number, time: number, chance: number): Answer {
  const { luck, noise, overconfidence, pace } = person;
  const recalled = luck(20, card, time) < chance;
  const feeling = chance + noise * normal(luck, 21, card, time);
  const bluffs = luck(22, card, time) < overconfidence;
  const median = recalled ? RECALLED_MS : FAILED_MS;
  return {
    recalled,
    prediction: feeling + overconfidence > 0.5 ? 'sure' : 'unsure',
    confidence: rate(recalled, feeling, bluffs),
    tookMs: Math.round(median * pace * Math.exp(SPREAD * normal(luck, 23, card, time))),
  };
}

function rate(recalled: boolean, feeling: number, bluffs: boolean): Confidence {
  if (!recalled) {
    if (bluffs) return 3;
    return feeling > 0.5 ? 2 : 1;
  }
  if (feeling > 0.85) return 4;
  return feeling > 0.5 || bluffs ? 3 : 2;
}

/** What an answer takes on average. */
export function expectedMs({ pace }: Person, chance: number): number {
  const median = chance * RECALLED_MS + (1 - chance) * FAILED_MS;
  return median * pace * Math.exp(SPREAD ** 2 / 2);
}
