// What a policy is: whoever decides which card comes next.

import type { CardEntry, CardId } from '../../../src/bank/card.ts';
import type { Memory } from '../../../src/memory/memory.ts';
import type { Shown } from '../../../src/queue/pick.ts';
import type { SimulatedBank } from '../bank.ts';
import type { Person } from '../person.ts';
import type { Schedule } from '../schedule.ts';
import type { Truth } from '../truth.ts';

export interface Study {
  readonly bank: SimulatedBank;
  readonly schedule: Schedule;
  readonly person: Person;
  /** For the oracles alone. */
  readonly truth: Truth;
}

export interface Moment {
  /** What the shipped fold makes of the ratings so far. */
  readonly memories: ReadonlyMap<CardId, Memory>;
  /** The ratings of this burst, oldest first. */
  readonly shown: readonly Shown[];
  /** Of this burst. */
  readonly seed: string;
  /** Epoch ms. */
  readonly now: number;
  /** From 0. */
  readonly day: number;
}

/** `null` only if no card may be shown now. */
export type Choose = (moment: Moment) => CardEntry | null;

export interface Policy {
  readonly name: string;
  begin(study: Study): Choose;
}

/** The cards this burst has not shown. */
export function fresh({ cards }: SimulatedBank, { shown }: Moment): readonly CardEntry[] {
  return cards.filter((card) => !shown.some((one) => one.card === card.id));
}

/** The card with the lowest value, the first of equals; `null` without cards. */
export function lowest(
  cards: readonly CardEntry[],
  value: (card: CardEntry) => number,
): CardEntry | null {
  let best: CardEntry | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const card of cards) {
    const own = value(card);
    if (best && own >= least) continue;
    best = card;
    least = own;
  }
  return best;
}
