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

/** By both kinds: where ACT-R learners forget fast the queue asks by age, which DASH learners never see. */
const RECOMPUTED = [
  { learners: 'DASH', days: 3, cards: 60 },
  { learners: 'ACT-R', days: 14, cards: 60 },
] as const;

it.each(RECOMPUTED)(
  'is what the shipped queue gives for $learners, $days days, $cards cards: run `npm run simulate` after a change',
  ({ learners, days, cards }) => {
    const cell = stored.cells.find(
      (one) => one.learners === learners && one.days === days && one.cards === cards,
    );
    const [expected] = cell?.policies ?? [];
    const all = stored.learners.DASH + stored.learners['ACT-R'];
    const people = Array.from({ length: all }, (_, index) => createPerson(stored.seed, index));
    const own = people.filter((person) => person.model.name === learners);
    const measured = measureAll(ours, { days, cards }, own);
    const now = (pick: (one: Measures) => number) => mean(measured.map(pick));
    // Another engine may round a power otherwise and so turn a die over, of thousands.
    expect(now((one) => one.mean)).toBeCloseTo(expected?.mean.value ?? Number.NaN, 3);
    expect(now((one) => one.worstThree)).toBeCloseTo(expected?.worstThree.value ?? Number.NaN, 3);
  },
);
