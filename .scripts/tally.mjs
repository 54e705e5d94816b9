// What a check counts: how many went well, and each that did not by its name.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

let passed = 0;
const failures = [];
const skipped = [];

export function pass(more = 1) {
  passed += more;
}

/** @param name says to a stranger what failed, in a line or a few */
export function fail(name) {
  failures.push(name);
}

/** Whether something ran, and nothing failed or was skipped so far. */
export function isClean() {
  return passed > 0 && failures.length + skipped.length === 0;
}

/** Makes way for a result that a runner will write. */
export function clear(file) {
  mkdirSync('.cache', { recursive: true });
  rmSync(file, { force: true });
}

/**
 * Counts what a runner left. One that dies without a result, or fails without a failure in it, counts
 * as one failure.
 *
 * @param title of the check
 * @param ok whether the runner said that all went well
 * @param read the text of the file → { passed, failures, skipped? }
 */
export function countFrom(file, title, ok, read) {
  if (!existsSync(file)) return fail(`${title}: ended without a result`);
  const result = read(readFileSync(file, 'utf8'));
  pass(result.passed);
  for (const name of result.skipped ?? []) skipped.push(`${title}: ${name}`);
  for (const name of result.failures) fail(`${title}: ${name}`);
  if (!ok && result.failures.length === 0) fail(`${title}: failed, see above`);
}

/** Tells what failed and how many it was, leaves that for .ci/run, and ends. */
export function finish() {
  if (passed + failures.length === 0) fail('nothing ran');
  for (const name of skipped) console.log(`\nNOT RUN ${name}`);
  for (const name of failures) console.log(`\nFAILED ${name}`);
  const { TALLY } = process.env;
  if (TALLY) {
    const lines = failures.map((name) => `FAILED ${name.replaceAll('\n', '\n    ')}\n`);
    writeFileSync(TALLY, `${passed} ${failures.length}\n${lines.join('')}`);
  }
  if (skipped.length > 0) console.log(`\n${skipped.length} not run`);
  console.log(`\n${passed} passed, ${failures.length} failed`);
  process.exit(failures.length === 0 ? 0 : 1);
}
