// What a model of true memory must say: how likely a card is recalled, given the meetings with it.

/** What one meeting with a card left behind. */
export interface Trace {
  /** Epoch ms. */
  readonly at: number;
  readonly recalled: boolean;
  /** How fast the trace fades; 0 in a model where all fade alike. */
  readonly decay: number;
}

export interface Model {
  readonly name: 'DASH' | 'ACT-R';
  /**
   * The log odds of recall.
   *
   * @param traces oldest first, at least one: what was never met is not known
   * @param at epoch ms, not before the last trace
   */
  logOdds(traces: readonly Trace[], at: number): number;
  /** What a meeting now would leave behind, after `traces`, which may be none. */
  trace(traces: readonly Trace[], at: number, recalled: boolean): Trace;
}

export const DAY_MS = 86_400_000;

export function logistic(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}
