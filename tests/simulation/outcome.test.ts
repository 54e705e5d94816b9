// What the comparison says for a few learners: ours is clearly ahead of the usual ways.

import { describe, expect, it } from 'vitest';
import type { Measures } from './measure.ts';
import { createPerson } from './person.ts';
import { dueFirst } from './policies/due-first.ts';
import { fairOracle } from './policies/fair-oracle.ts';
import { leitner } from './policies/leitner.ts';
import { oracle } from './policies/oracle.ts';
import { ours } from './policies/ours.ts';
import type { Policy } from './policies/policy.ts';
import { random } from './policies/random.ts';
import { measureAll } from './run.ts';
import { mean } from './statistics.ts';

const people = Array.from({ length: 48 }, (_, index) => createPerson('outcome', index));
const dash = people.filter((person) => person.model.name === 'DASH');
const actr = people.filter((person) => person.model.name === 'ACT-R');

function outcome(policy: Policy, who = dash, days = 14, cards = 160) {
  const measured = measureAll(policy, { days, cards }, who);
  const of = (pick: (one: Measures) => number) => mean(measured.map(pick));
  return { mean: of((one) => one.mean), worstThree: of((one) => one.worstThree) };
}

describe('160 cards in 14 days with DASH learners', () => {
  const own = outcome(ours);

  it.each([
    [dueFirst, 0.12, 0.35],
    [leitner, 0.15, 0.35],
    [random, 0.05, 0.15],
  ])('ours is ahead of $name', (policy, byMean, byWorstThree) => {
    const other = outcome(policy);
    expect(own.mean - other.mean).toBeGreaterThan(byMean);
    expect(own.worstThree - other.worstThree).toBeGreaterThan(byWorstThree);
  });

  it('the oracle is ahead of ours, and ours not far behind', () => {
    const best = outcome(oracle);
    expect(best.mean).toBeGreaterThan(own.mean);
    expect(own.mean / best.mean).toBeGreaterThan(0.88);
  });

  it('most of that is what no app can know: how much was known of a card before', () => {
    const best = outcome(oracle);
    const fair = outcome(fairOracle);
    expect(fair.mean - own.mean).toBeLessThan((best.mean - own.mean) / 2);
    expect(own.mean / fair.mean).toBeGreaterThan(0.96);
  });
});

it('with ACT-R too the oracle is ahead, and by more', () => {
  const own = outcome(ours, actr, 14, 60);
  const best = outcome(oracle, actr, 14, 60);
  expect(best.mean).toBeGreaterThan(own.mean + 0.02);
  expect(own.mean / best.mean).toBeGreaterThan(0.75);
});
