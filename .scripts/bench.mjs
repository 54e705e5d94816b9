// `npm run bench`: measures the production build on a slowed-down Chromium; `--quick` tries and counts whether all of it can be measured.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runnerImport } from 'vite';
import { findBrowser } from './browser.mjs';
import { fail, finish, pass } from './tally.mjs';

const RESULT = 'tests/bench/result.json';

// Left alone, runnerImport makes every build of this process a development build.
process.env.NODE_ENV = 'production';
process.env.CHROME = await findBrowser();
const quick = process.argv.includes('--quick');
const root = join(import.meta.dirname, '..');
const options = { configFile: false, root, logLevel: 'error' };
const { module } = await runnerImport('./tests/bench/bench.ts', options);

const started = performance.now();
const result = await module.bench(quick, console.log);
console.log(`\n${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
if (quick) {
  for (const { name, median } of result.measures) {
    if (Number.isFinite(median)) pass();
    else fail(`bench: ${name} is no number`);
  }
  finish();
}
writeFileSync(RESULT, `${JSON.stringify(result, null, 2)}\n`);
