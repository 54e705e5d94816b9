// What `npm run plots` draws: our queue among others, and the app's times against their goals.

import type { Result as Bench } from '../bench/bench.ts';
import type { CellResult, Kind, PolicyResult, Result as Simulation } from '../simulation/result.ts';
import { type Bar, barsHeight, barsOf } from './bars.ts';
import { PANEL_HEIGHT, panel } from './lines.ts';
import { picture } from './svg.ts';

export { withTables } from './tables.ts';

const CARDS = 160;

const LEARNERS: readonly (readonly [Kind, string])[] = [
  ['DASH', `Learners who forget by DASH, ${CARDS} cards`],
  ['ACT-R', `Learners who forget by ACT-R, ${CARDS} cards`],
];

/** Ours last, to lie on top. */
const COLOURS: Readonly<Record<string, string>> = {
  'due-first': 'vermilion',
  'new-first': 'blue',
  random: 'faint',
  Leitner: 'purple',
  'hardest-first': 'green',
  'fixed order': 'ochre',
};
const SUBTITLE = 'On interview day; the oracle sees the true memory.';
const OURS = 'ours';
const ORACLE = 'oracle';

/** @returns SVG by file name */
export function plots(simulation: Simulation, bench: Bench): ReadonlyMap<string, string> {
  return new Map([
    ['recall.svg', recallPlot(simulation)],
    ['worst-topics.svg', worstTopicsPlot(simulation)],
    ['times.svg', timesPlot(bench)],
  ]);
}

type Value = (policy: PolicyResult, cell: CellResult) => number;

function recallPlot(simulation: Simulation): string {
  const best = (cell: CellResult) => cell.policies.at(-1)?.mean.value ?? 1;
  const names = [...Object.keys(COLOURS), OURS];
  return policyPlot(
    simulation,
    names,
    (policy, cell) => policy.mean.value / best(cell),
    'Mean recall as a share of the oracle’s',
  );
}

/** Not as a share: of next to nothing that would be anything. */
function worstTopicsPlot(simulation: Simulation): string {
  const names = [...Object.keys(COLOURS), ORACLE, OURS];
  return policyPlot(
    simulation,
    names,
    (policy) => policy.worstThree.value,
    'Recall of the three worst topics',
  );
}

function policyPlot(
  { cells }: Simulation,
  names: readonly string[],
  value: Value,
  title: string,
): string {
  const series = LEARNERS.map(([kind, heading]) => {
    const own = cells.filter(({ learners, cards }) => learners === kind && cards === CARDS);
    const lines = names.map((name) => ({
      name,
      colour: COLOURS[name] ?? (name === OURS ? 'ink' : 'faint'),
      strong: name === OURS,
      dashed: name === ORACLE,
      values: own.map((cell) => {
        const policy = cell.policies.find((one) => one.policy === name);
        return policy ? value(policy, cell) : 0;
      }),
    }));
    return { title: heading, days: own.map(({ days }) => days), lines };
  });
  const said = series.map(({ title: heading, days, lines }) => {
    const ours = (lines.at(-1)?.values ?? []).map((one) => one.toFixed(2)).join(', ');
    return `${heading}: ours ${ours} with ${days.join(', ')} days.`;
  });
  return picture({
    title,
    subtitle: SUBTITLE,
    description: [SUBTITLE, ...said].join(' '),
    height: series.length * PANEL_HEIGHT,
    parts: series.map((one, index) => panel(one, index * PANEL_HEIGHT)),
  });
}

function timesPlot({ measures, slowdown }: Bench): string {
  const bars = measures.flatMap(({ name, unit, median, goal }): readonly Bar[] =>
    unit === '×' && goal !== undefined ? [{ name, value: median, goal }] : [],
  );
  const subtitle = `Medians of ratios, slowed ${slowdown} times; the stroke is the goal.`;
  const said = bars.map(({ name, value, goal }) => `${name}: ${value.toFixed(2)} of ${goal}.`);
  return picture({
    title: 'Times against their goals',
    subtitle,
    description: [subtitle, ...said].join(' '),
    height: barsHeight(bars),
    parts: [barsOf(bars, 0)],
  });
}
