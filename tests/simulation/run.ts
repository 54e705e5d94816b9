// Every policy on the same learners, for every length of time and size of bank.

import { createBank } from './bank.ts';
import { dice } from './dice.ts';
import { type Measures, measure } from './measure.ts';
import { createPerson, type Person } from './person.ts';
import { POLICIES } from './policies/all.ts';
import type { Policy } from './policies/policy.ts';
import type { CellResult, Figure, Kind, Metric, PolicyResult, Result, Shares } from './result.ts';
import { createSchedule } from './schedule.ts';
import {
  type Draws,
  difference,
  drawLearners,
  mean,
  paired,
  quantile,
  type Statistic,
  share,
} from './statistics.ts';
import { study } from './study.ts';

export interface Cell {
  readonly days: number;
  readonly cards: number;
}

const DAYS = [3, 7, 14, 30, 60];
const TOPICS_BY_CARDS: ReadonlyMap<number, number> = new Map([
  [60, 12],
  [160, 28],
  [400, 40],
]);

export const CELLS: readonly Cell[] = DAYS.flatMap((days) =>
  [...TOPICS_BY_CARDS.keys()].map((cards) => ({ days, cards })),
);

const ROUNDS = 1000;

/** What is compared of each metric: what one learner gives, and what becomes of all of them. */
const SAMPLES: Readonly<Record<Metric, readonly [(one: Measures) => number, Statistic]>> = {
  mean: [(one) => one.mean, mean],
  worstThree: [(one) => one.worstThree, mean],
  tenth: [(one) => one.mean, (values) => quantile(values, 0.1)],
  weekLater: [(one) => one.weekLater, mean],
  seen: [(one) => one.seen, mean],
};

/** @param onCell called when one of the cells is done */
export function run(seed: string, learners: number, onCell: (cell: Cell) => void): Result {
  const people = Array.from({ length: learners }, (_, index) => createPerson(seed, index));
  const kinds = (['DASH', 'ACT-R'] as const).map((kind) => {
    const ofKind = people.filter((person) => person.model.name === kind);
    return { kind, people: ofKind, draws: drawLearners(ofKind.length, ROUNDS, dice(seed)) };
  });
  const cells = CELLS.flatMap((cell) => {
    const results = kinds.map((one) => compare(cell, one.kind, one.people, one.draws));
    onCell(cell);
    return results;
  });
  const [dash, actr] = kinds.map((one) => one.people.length);
  return { seed, learners: { DASH: dash ?? 0, 'ACT-R': actr ?? 0 }, cells };
}

/** What each learner got out of a policy, in the order of the learners. */
export function measureAll(
  policy: Policy,
  { days, cards }: Cell,
  people: readonly Person[],
): Measures[] {
  const bank = createBank(cards, TOPICS_BY_CARDS.get(cards) ?? 1);
  return people.map((person) => {
    const schedule = createSchedule(person, days);
    return measure(study(person, bank, schedule, policy), bank, schedule.interview);
  });
}

function compare(cell: Cell, learners: Kind, people: readonly Person[], draws: Draws): CellResult {
  const measured = POLICIES.map((policy) => measureAll(policy, cell, people));
  const ours = measured[0] ?? [];
  const shares = (best: readonly Measures[] = []): Shares => {
    const of = (pick: (one: Measures) => number) =>
      paired(ours.map(pick), best.map(pick), mean, share, draws);
    return { mean: of((one) => one.mean), worstThree: of((one) => one.worstThree) };
  };
  return {
    learners,
    ...cell,
    policies: POLICIES.map(({ name }, index) => ({
      policy: name,
      ...figures(ours, measured[index] ?? [], draws),
    })),
    ofOracle: shares(measured.at(-1)),
    ofFairOracle: shares(measured.at(-2)),
  };
}

function figures(
  ours: readonly Measures[],
  theirs: readonly Measures[],
  draws: Draws,
): Omit<PolicyResult, 'policy'> {
  const figure = (metric: Metric): Figure => {
    const [pick, statistic] = SAMPLES[metric];
    const values = theirs.map(pick);
    return {
      value: statistic(values),
      ahead: paired(ours.map(pick), values, statistic, difference, draws),
    };
  };
  return {
    mean: figure('mean'),
    worstThree: figure('worstThree'),
    tenth: figure('tenth'),
    weekLater: figure('weekLater'),
    seen: figure('seen'),
  };
}
