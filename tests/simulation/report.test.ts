// The report names every loss that is more than a tie, and none of the oracles'.

import { expect, it } from 'vitest';
import { losses, report } from './report.ts';
import type { CellResult, PolicyResult, Result } from './result.ts';
import type { Interval } from './statistics.ts';

function policy(name: string, value: number, ahead: Interval): PolicyResult {
  const figure = { value, ahead };
  const none = { value: 0.5, ahead: [0, 0, 0] } as const;
  return { policy: name, mean: figure, worstThree: none, tenth: none, weekLater: none, seen: none };
}

const cell: CellResult = {
  learners: 'DASH',
  days: 14,
  cards: 60,
  policies: [
    policy('ours', 0.8, [0, 0, 0]),
    policy('better', 0.82, [-0.02, -0.03, -0.01]),
    policy('tied', 0.805, [-0.005, -0.008, -0.002]),
    policy('worse', 0.7, [0.1, 0.09, 0.11]),
    policy('fair oracle', 0.85, [-0.05, -0.06, -0.04]),
    policy('oracle', 0.9, [-0.1, -0.11, -0.09]),
  ],
  ofOracle: { mean: [0.889, 0.88, 0.9], worstThree: [1.1, 1, 1.2] },
  ofFairOracle: { mean: [0.941, 0.93, 0.95], worstThree: [1.2, 1.1, 1.3] },
};

const result: Result = { seed: 'made up', learners: { DASH: 10, 'ACT-R': 0 }, cells: [cell] };

it('says where ours loses', () => {
  expect(losses(result)).toEqual([
    { cell, policy: 'better', metric: 'mean', ahead: [-0.02, -0.03, -0.01] },
  ]);
  const [, after = ''] = report(result).split('behind by more than 0.01\n');
  expect(after).toMatchInlineSnapshot(`
    "DASH, 14 days, 60 cards: mean against better −0.020, −0.030 to −0.010

    Ours as a share of the oracle at 14 days (goal 0.98)
    DASH, 14 days, 60 cards: mean 0.889 (0.880 to 0.900), worst 3 1.100 (1.000 to 1.200), mean of the fair oracle 0.941 (0.930 to 0.950)"
  `);
});

it('says so where it loses nowhere', () => {
  const [own, , tied, worse, fair, oracle] = cell.policies;
  const policies = [own, tied, worse, fair, oracle].filter((one) => one !== undefined);
  expect(report({ ...result, cells: [{ ...cell, policies }] })).toContain('0.01\nnowhere');
});
