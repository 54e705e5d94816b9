// How likely a card is recalled after a while: the forgetting curve, all that start-up needs of FSRS.

/** FSRS-6's default weight w20, with which memory decays as a power of time. */
const DECAY = -0.1542;
/** Makes recall exactly 0.9 after as many days as the stability. */
const FACTOR = 0.9 ** (1 / DECAY) - 1;

/**
 * The probability of recall, 0 to 1; the curve that ts-fsrs steps by, without its rounding.
 *
 * @param days since the last review, from 0, fractions allowed
 * @param stability days, above 0
 * @see https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm (FSRS-6)
 */
export function recall(days: number, stability: number): number {
  return (1 + (FACTOR * days) / stability) ** DECAY;
}
