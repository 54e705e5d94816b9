// One simulated learner: a true memory, what they knew before, and their habits.

import type { Level } from '../../src/bank/card.ts';
import type { SimulatedBank } from './bank.ts';
import { between, type Dice, dice, normal } from './dice.ts';
import { actr } from './learner-actr.ts';
import { DASH_LEARNERS } from './learner-dash.ts';
import { DAY_MS, type Model, type Trace } from './model.ts';

export interface Person {
  readonly model: Model;
  /** Dice of their own, for whatever happens to them. */
  readonly luck: Dice;
  /** The chance that they call a failed answer solid. */
  readonly overconfidence: number;
  /** How far off their feeling of knowing is, as a standard deviation of a probability. */
  readonly noise: number;
  /** 1 for an ordinary one; an answer takes this many times as long. */
  readonly pace: number;
  /** The chance to skip a day. */
  readonly missesDay: number;
  /** The chance to break a burst off. */
  readonly abortsBurst: number;
}

/** Every fourth learner forgets by ACT-R; the others take turns among the fitted DASH learners. */
const ACTR_EVERY = 4;

export function createPerson(seed: string, index: number): Person {
  const luck = dice(`${seed} ${index}`);
  return {
    model: modelOf(index),
    luck,
    overconfidence: between(0, 0.25, luck(1)),
    noise: between(0.1, 0.3, luck(2)),
    pace: Math.exp(0.25 * normal(luck, 3)),
    missesDay: between(0, 0.3, luck(4)),
    abortsBurst: between(0, 0.3, luck(5)),
  };
}

function modelOf(index: number): Model {
  if (index % ACTR_EVERY === ACTR_EVERY - 1) return actr;
  const turn = index - Math.floor(index / ACTR_EVERY);
  return DASH_LEARNERS[turn % DASH_LEARNERS.length] ?? actr;
}

/**
 * What they met before the first burst, for each card: nothing, or a few made-up reviews of the last
 * years, all recalled, from which the model itself says what is left of them. How much of a topic
 * was met is uneven: half of the topics below a fifth, one in ten above two thirds.
 *
 * A card without any trace is not known at all. The models cannot say so themselves: DASH was fitted
 * to reviews from the second on, and its bias is the recall of a card met long ago.
 *
 * @param start epoch ms
 */
export function priorTraces(
  { model, luck }: Person,
  { cards, topicOf }: SimulatedBank,
  start: number,
): Trace[][] {
  return cards.map((_, card) => {
    const familiarity = 0.8 * luck(10, topicOf[card] ?? 0) ** 2;
    const traces: Trace[] = [];
    if (luck(11, card) >= familiarity) return traces;
    const times = 2 + Math.floor(7 * luck(12, card));
    const ages = Array.from({ length: times }, (_, time) =>
      between(20, 500, luck(13, card, time)),
    ).sort((a, b) => b - a);
    for (const age of ages) traces.push(model.trace(traces, start - age * DAY_MS, true));
    return traces;
  });
}

const LEVEL_EASE: Readonly<Record<Level, number>> = { junior: 0.4, mid: 0, senior: -0.4 };

/** How much easier or harder than the model's average each card is for them, in log odds. */
export function easeOf({ luck }: Person, { cards }: SimulatedBank): readonly number[] {
  return cards.map(({ level }, card) => LEVEL_EASE[level] + 0.5 * normal(luck, 14, card));
}
