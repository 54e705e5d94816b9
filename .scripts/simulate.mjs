// `npm run simulate`: simulated learners compare our queue with others; `--learners N`, `--quick` (writes nothing).

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'vite';

const RESULT = 'tests/simulation/result.json';
const OUT = '.cache/simulate';

/** Three for each of the 59 fitted learners, and 59 of the fourth kind. */
const LEARNERS = 236;
const QUICK_LEARNERS = 16;

const { values: options } = parseArgs({
  options: { learners: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const learners = Number(options.learners ?? (options.quick ? QUICK_LEARNERS : LEARNERS));
if (!Number.isInteger(learners) || learners < 8) {
  console.error('--learners needs a whole number from 8 on.');
  process.exit(1);
}

// Node 20 runs no TypeScript; Vite is here anyway.
await build({
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: 'tests/simulation/simulate.ts',
    outDir: OUT,
    emptyOutDir: true,
    copyPublicDir: false,
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'simulate.mjs' } },
  },
});
const { simulate } = await import(pathToFileURL(resolve(OUT, 'simulate.mjs')).href);

const started = performance.now();
const seconds = () => `${((performance.now() - started) / 1000).toFixed(0)} s`;
const { json, text } = simulate(learners, ({ days, cards }) => {
  console.error(`${days} days, ${cards} cards: done after ${seconds()}`);
});
console.log(`\n${text}\n`);
if (!options.quick) {
  writeFileSync(RESULT, json);
  spawnSync('npx', ['biome', 'format', '--write', RESULT], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  console.log(`Written to ${RESULT}.`);
}
