// A learner by ACT-R: every meeting adds activation, which fades faster the more there already was.

import { DAY_MS, type Model, type Trace } from './model.ts';

/**
 * Pavlik and Anderson, "Practice and forgetting effects on vocabulary memory: an activation-based
 * model of the spacing effect", Cognitive Science 29 (2005) 559–586: activation m = ln Σ t^-d, where
 * a trace's decay is d = c·e^m + a with the activation m at the moment it was made, and recall is
 * logistic((m − τ) / s). Time is slowed to h of the clock, at least a second; the paper does so only
 * between sessions, but the published benchmark of open-spaced-repetition, like this, everywhere.
 */
const ACTR = {
  /** a */
  decayIntercept: 0.177,
  /** c */
  decayScale: 0.217,
  /** s */
  noise: 0.255,
  /** τ */
  threshold: -0.704,
  /** h */
  slowing: 0.025,
};

export const actr: Model = {
  name: 'ACT-R',
  logOdds: (traces, at) => (Math.log(strength(traces, at)) - ACTR.threshold) / ACTR.noise,
  trace: (traces, at, recalled): Trace => ({
    at,
    recalled,
    decay: ACTR.decayScale * strength(traces, at) + ACTR.decayIntercept,
  }),
};

/** e to the activation. */
function strength(traces: readonly Trace[], at: number): number {
  let sum = 0;
  for (const trace of traces) {
    const seconds = ((at - trace.at) / DAY_MS) * 86_400 * ACTR.slowing;
    sum += Math.max(1, seconds) ** -trace.decay;
  }
  return sum;
}
