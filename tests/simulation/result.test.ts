// The committed result is complete, and what the code of today gives.

import { expect, it } from 'vitest';
import type { Measures } from './measure.ts';
import { createPerson } from './person.ts';
import { POLICIES } from './policies/all.ts';
import { ours } from './policies/ours.ts';
import stored from './result.json';
import { METRICS } from './result.ts';
import { CELLS, measureAll } from './run.ts';
import { mean } from './statistics.ts';

const KINDS = ['DASH', 'ACT-R'];

it('has every figure of every policy, cell and kind of learner', () => {
  expect(stored.learners.DASH).toBeGreaterThanOrEqual(59);
  expect(stored.learners['ACT-R']).toBeGreaterThanOrEqual(19);
  const place = (one: { learners: string; days: number; cards: number }) =>
    `${one.learners} ${one.days} ${one.cards}`;
  expect(stored.cells.map(place)).toEqual(
    CELLS.flatMap((cell) => KINDS.map((learners) => place({ learners, ...cell }))),
  );
  for (const { policies } of stored.cells) {
    expect(policies.map(({ policy }) => policy)).toEqual(POLICIES.map(({ name }) => name));
    for (const policy of policies) {
      for (const metric of METRICS) {
        const { value, ahead } = policy[metric];
        const [difference = 0, low = 0, high = 0] = ahead;
        expect(value).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(difference);
        expect(high).toBeGreaterThanOrEqual(difference);
      }
    }
  }
});

it('is what the shipped queue gives: run `npm run simulate` after a change', () => {
  const [first] = stored.cells;
  if (!first) throw new Error('no cell');
  const all = stored.learners.DASH + stored.learners['ACT-R'];
  const people = Array.from({ length: all }, (_, index) => createPerson(stored.seed, index));
  const dash = people.filter((person) => person.model.name === 'DASH');
  const measured = measureAll(ours, first, dash);
  const now = (pick: (one: Measures) => number) => mean(measured.map(pick));
  // Another engine may round a power otherwise and so turn a die over, of thousands.
  expect(now((one) => one.mean)).toBeCloseTo(first.policies[0]?.mean.value ?? 0, 3);
  expect(now((one) => one.worstThree)).toBeCloseTo(first.policies[0]?.worstThree.value ?? 0, 3);
});
