// One thing out of many by seeded dice, the heavier the likelier.

import { shuffleKey } from './shuffle.ts';

/**
 * Twice as likely for twice the weight, whatever their order.
 *
 * @param weightOf above 0
 * @returns `undefined` only of nothing
 * @see https://doi.org/10.1016/j.ipl.2005.11.003 (Efraimidis and Spirakis)
 */
export function draw<T extends { readonly id: string }>(
  things: readonly T[],
  weightOf: (thing: T) => number,
  seed: string,
): T | undefined {
  const keyed = things.map((thing) => ({
    thing,
    key: -Math.log(fraction(seed, thing.id)) / weightOf(thing),
  }));
  const byKey = keyed.toSorted((a, b) => a.key - b.key || (a.thing.id < b.thing.id ? -1 : 1));
  return byKey[0]?.thing;
}

/** Between 0 and 1, without either. */
function fraction(seed: string, id: string): number {
  return (shuffleKey(seed, id) + 0.5) / 2 ** 32;
}
