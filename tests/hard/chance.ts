// Luck that can be had again: a failure names the seed it came from.

import { dice } from '../simulation/dice.ts';

export interface Chance {
  /** A number from 0 to below this one. */
  readonly below: (limit: number) => number;
  /** Whether something so likely, from 0 to 1, happens. */
  readonly happens: (share: number) => boolean;
}

/** Runs with the seed in SEED, or else with one of its own. */
export async function withChance(run: (chance: Chance) => Promise<void>): Promise<void> {
  const seed = process.env['SEED'] ?? String(Date.now());
  const luck = dice(seed);
  let thrown = 0;
  const roll = () => {
    thrown += 1;
    return luck(thrown);
  };
  try {
    await run({ below: (limit) => roll() * limit, happens: (share) => roll() < share });
  } catch (error) {
    throw new Error(`With SEED=${seed}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}

/** The moment of a kill is the one thing that no condition announces. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
