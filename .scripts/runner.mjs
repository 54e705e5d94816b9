// Runs the parts of a check one after the other, and counts them into one line.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { findBrowser } from './browser.mjs';

const tally = { passed: 0, failed: 0 };

/** @returns whether the command went well */
export function run(title, command, env = {}) {
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

export function count(passed, failed) {
  tally.passed += passed;
  tally.failed += failed;
}

/** Makes way for a result that a runner will write. */
export function clear(file) {
  mkdirSync('.cache', { recursive: true });
  rmSync(file, { force: true });
}

/** A runner that dies without a result counts as one failure. */
export function countFrom(file, ok, read) {
  if (!existsSync(file)) return count(0, 1);
  const [passed, failed] = read(JSON.parse(readFileSync(file, 'utf8')));
  count(passed, failed === 0 && !ok ? 1 : failed);
}

/**
 * Runs Playwright in a Chromium that is found or installed.
 *
 * @param result the file for Playwright's result
 * @param told which of the tests' annotations to print
 * @param more arguments for Playwright
 */
export async function runInBrowser(title, config, result, told, more = []) {
  clear(result);
  try {
    const chrome = await findBrowser();
    console.log(`\nBrowser: ${chrome}`);
    const ok = run(title, ['playwright', 'test', '--config', config, ...more], {
      CHROME: chrome,
      BROWSER_RESULT: result,
    });
    countFrom(result, ok, ({ suites, stats }) => {
      for (const note of suites.flatMap(notesOf).filter(told)) console.log(`  ${note.description}`);
      return [stats.expected, stats.unexpected + stats.flaky + stats.skipped];
    });
  } catch (error) {
    console.error(`\n${error.message}`);
    count(0, 1);
  }
}

function notesOf({ suites = [], specs = [] }) {
  const own = specs.flatMap(({ tests }) => tests.flatMap(({ annotations }) => annotations));
  return [...own, ...suites.flatMap(notesOf)];
}

export function finish() {
  if (process.env.TALLY) writeFileSync(process.env.TALLY, `${tally.passed} ${tally.failed}\n`);
  console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
  process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
}
