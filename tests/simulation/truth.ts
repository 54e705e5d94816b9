// What a learner truly holds of each card, which only the oracles may see.

import type { SimulatedBank } from './bank.ts';
import { logistic, type Trace } from './model.ts';
import { easeOf, type Person, priorTraces } from './person.ts';

export type Truth = ReturnType<typeof createTruth>;

/** Some reviews at one moment. */
export interface Reviews {
  /** Epoch ms. */
  readonly at: number;
  readonly recalled: boolean;
  readonly times: number;
}

/** @param start epoch ms */
export function createTruth(person: Person, bank: SimulatedBank, start: number) {
  const { model } = person;
  const ease = easeOf(person, bank);
  const known = priorTraces(person, bank, start);

  function chance(card: number, traces: readonly Trace[], at: number): number {
    if (traces.length === 0) return 0;
    return logistic(model.logOdds(traces, at) + (ease[card] ?? 0));
  }

  const tracesOf = (card: number) => known[card] ?? [];

  return {
    /** The probability of recall at a moment, in epoch ms, not before the last review. */
    recall: (card: number, at: number) => chance(card, tracesOf(card), at),

    /** The probability of recall at a later moment if these reviews came before it. */
    recallAfter(card: number, { at, recalled, times }: Reviews, later: number): number {
      const traces = tracesOf(card);
      const trace = model.trace(traces, at, recalled);
      for (let time = 0; time < times; time++) traces.push(trace);
      const result = chance(card, traces, later);
      traces.length -= times;
      return result;
    },

    review(card: number, at: number, recalled: boolean): void {
      const traces = tracesOf(card);
      traces.push(model.trace(traces, at, recalled));
    },
  };
}
