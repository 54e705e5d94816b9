// `npm test`: types, lint, unit tests and browser tests, one after the other, and one counted line.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { findBrowser } from './browser.mjs';

const UNIT_RESULT = '.cache/unit.json';
const BROWSER_RESULT = '.cache/browser.json';

mkdirSync('.cache', { recursive: true });
for (const file of [UNIT_RESULT, BROWSER_RESULT]) rmSync(file, { force: true });

const tally = { passed: 0, failed: 0 };

function run(title, command, env = {}) {
  console.log(`\n— ${title}`);
  const started = performance.now();
  const { status } = spawnSync('npx', command, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  console.log(`  ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return status === 0;
}

function count(passed, failed) {
  tally.passed += passed;
  tally.failed += failed;
}

function check(title, command) {
  if (run(title, command)) count(1, 0);
  else count(0, 1);
}

/** A runner that dies without a result counts as one failure. */
function countFrom(file, ok, read) {
  if (!existsSync(file)) return count(0, 1);
  const [passed, failed] = read(JSON.parse(readFileSync(file, 'utf8')));
  count(passed, failed === 0 && !ok ? 1 : failed);
}

/** What the budget tests measured, in bytes; the topics are all alike. */
function figures({ suites }) {
  const specs = suites.flatMap((suite) => [
    ...suite.specs,
    ...(suite.suites ?? []).flatMap((s) => s.specs),
  ]);
  const notes = specs.flatMap((spec) => spec.tests.flatMap((test) => test.annotations));
  const bytes = notes.filter(({ type }) => type === 'bytes').map(({ description }) => description);
  return bytes.filter((line) => !line.startsWith('assets/topic-'));
}

check('Types', ['tsc', '-p', '.']);
check('Types of the pure folders, without the DOM', ['tsc', '-p', 'src/pure.tsconfig.json']);
check('Format and lint', ['biome', 'check', '--error-on-warnings', '.']);
check('Nothing unused', ['knip']);

const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${UNIT_RESULT}`];
const unitOk = run('Unit tests', ['vitest', 'run', ...reporters]);
countFrom(UNIT_RESULT, unitOk, (result) => [result.numPassedTests, result.numFailedTests]);

try {
  const chrome = await findBrowser();
  console.log(`\nBrowser: ${chrome}`);
  const config = ['--config', 'tests/browser/playwright.config.ts'];
  const browserOk = run('Browser tests', ['playwright', 'test', ...config], {
    CHROME: chrome,
    BROWSER_RESULT,
  });
  countFrom(BROWSER_RESULT, browserOk, (result) => {
    for (const line of figures(result)) console.log(`  ${line}`);
    const { expected, unexpected, flaky, skipped } = result.stats;
    return [expected, unexpected + flaky + skipped];
  });
} catch (error) {
  console.error(`\n${error.message}`);
  count(0, 1);
}

if (process.env.TALLY) writeFileSync(process.env.TALLY, `${tally.passed} ${tally.failed}\n`);
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 ? 0 : 1);
