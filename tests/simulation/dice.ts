// Dice that fall the same way for the same seed and the same keys, in whatever order they are thrown.

/**
 * A number from 0 to below 1 that belongs to its keys: two policies that ask for the luck of the
 * same learner, card and showing get the same luck, so that their difference is the policy's.
 */
export type Dice = (...keys: readonly number[]) => number;

export function dice(seed: string): Dice {
  let start = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) {
    start = Math.imul(start ^ seed.charCodeAt(i), 0x01000193);
  }
  return (...keys) => {
    let hash = start;
    for (const key of keys) hash = scramble(hash ^ scramble(key + 0x9e3779b9));
    return (scramble(hash) >>> 0) / 2 ** 32;
  };
}

/** A normally distributed number, mean 0 and variance 1 (Box and Muller). */
export function normal(luck: Dice, ...keys: readonly number[]): number {
  const radius = Math.sqrt(-2 * Math.log(1 - luck(...keys, 1)));
  return radius * Math.cos(2 * Math.PI * luck(...keys, 2));
}

export function between(low: number, high: number, roll: number): number {
  return low + (high - low) * roll;
}

/** The finalizer of MurmurHash3. */
function scramble(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
