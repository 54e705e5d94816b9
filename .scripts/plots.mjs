// `npm run plots`: draws the pictures of README, and its tables of simulated learners, from the committed figures of simulation and benchmark.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';

const root = join(import.meta.dirname, '..');
const options = { configFile: false, root, logLevel: 'error' };
const { module } = await runnerImport('./tests/plots/plots.ts', options);
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));

const simulation = read('tests/simulation/result.json');
const bench = read('tests/bench/result.json');
const drawn = module.plots(simulation, bench);
for (const [name, svg] of drawn) {
  writeFileSync(join(root, 'tests/plots', name), svg);
  console.log(`tests/plots/${name}`);
}

const readme = readFileSync(join(root, 'README.md'), 'utf8');
writeFileSync(join(root, 'README.md'), module.withTables(readme, simulation, bench));
