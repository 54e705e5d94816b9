// The pictures: committed as drawn, the same each time, and with labels that do not lie on each other.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Result as Bench } from '../bench/bench.ts';
import { measure, medianAtMost } from '../bench/measure.ts';
import type { Result as Simulation } from '../simulation/result.ts';
import { spread } from './lines.ts';
import { plots, withTables } from './plots.ts';

const BOUNDS = { least: 10, most: 100 };

function read<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

const simulation = read<Simulation>('tests/simulation/result.json');
const measured = read<Bench>('tests/bench/result.json');
const bench: Bench = {
  date: '2026-01-05',
  machine: 'made up',
  browser: 'made up',
  load: 0,
  slowdown: 4,
  quick: true,
  measures: [
    measure('start: home to <blank>', '×', [1.2], medianAtMost(1.6)),
    measure('start: shortcut to blank', '×', [2.5], medianAtMost(2)),
    measure('start: without a goal', '×', [3]),
    measure('memory', 'MB', [5], medianAtMost(40)),
  ],
};

it('are committed as drawn: run `npm run plots` after `npm run simulate` or `npm run bench`', () => {
  const drawn = plots(simulation, measured);
  for (const [name, svg] of drawn) {
    expect(readFileSync(`tests/plots/${name}`, 'utf8'), name).toBe(svg);
  }
});

it('go with the tables of today in README: run `npm run plots`', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(withTables(readme, simulation, measured)).toBe(readme);
  expect(() => withTables('nothing', simulation, measured)).toThrow('No marks');
});

it('are the same each time', () => {
  expect(plots(simulation, bench)).toEqual(plots(simulation, bench));
});

it('show of the benchmark the ratios that have a goal', () => {
  const svg = plots(simulation, bench).get('times.svg') ?? '';
  const texts = [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text);
  expect(texts.slice(2)).toEqual([
    'start: home to &lt;blank>',
    '1.20 ≤ 1.6',
    'start: shortcut to blank',
    '2.50 > 2',
  ]);
});

it('describe themselves in words', () => {
  for (const svg of plots(simulation, bench).values()) {
    expect(svg).toMatch(/<title id="title">[^<]{10,}<\/title>\n<desc id="desc">[^<]{50,}<\/desc>/);
  }
});

it('keep every number finite', () => {
  for (const svg of plots(simulation, bench).values()) expect(svg).not.toMatch(/NaN|Infinity/);
});

it.each([
  [[50], [50]],
  [
    [20, 80],
    [20, 80],
  ],
  [
    [50, 52],
    [46, 56],
  ],
  [
    [52, 50],
    [56, 46],
  ],
  [
    [50, 50],
    [45, 55],
  ],
  [
    [11, 12],
    [10, 20],
  ],
  [
    [99, 98],
    [100, 90],
  ],
])('labels at %j move to %j', (places, moved) => {
  expect(spread(places, 10, BOUNDS)).toEqual(moved);
});
