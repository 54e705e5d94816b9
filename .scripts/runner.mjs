// Runs the parts of a check one after the other, and reads what the test runners say of them.

import { spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { findBrowser } from './browser.mjs';
import { clear, countFrom, fail } from './tally.mjs';

/** Lines of a failure's message that are told again at the end. */
const MESSAGE_LINES = 12;

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

function firstLines(message) {
  return stripVTControlCharacters(message).split('\n').slice(0, MESSAGE_LINES).join('\n');
}

/** Of Vitest's JSON report. */
export function vitestCounts(report) {
  const { numPassedTests, testResults } = JSON.parse(report);
  const bad = testResults.flatMap((file) => {
    // A file that cannot even be loaded has a message and no tests.
    const broken = file.status === 'failed' && file.assertionResults.length === 0;
    const tests = file.assertionResults.filter(({ status }) => status === 'failed');
    return broken ? [{ fullName: file.name, failureMessages: [file.message] }] : tests;
  });
  const failures = bad.map(
    (test) => `${test.fullName}\n${firstLines(test.failureMessages[0] ?? '')}`,
  );
  return { passed: numPassedTests, failures };
}

/** Of Playwright's JSON report. A test that is skipped or needs a second try has not passed. */
export function playwrightCounts(report) {
  const { suites, stats, errors } = JSON.parse(report);
  const bad = specsIn(suites).flatMap((spec) =>
    spec.tests.filter(({ status }) => status !== 'expected').map((test) => ({ spec, test })),
  );
  const failures = bad.map(({ spec, test }) => {
    const message = test.results.at(-1)?.error?.message ?? test.status;
    return `${test.projectName} › ${spec.file}:${spec.line} › ${spec.title}\n${firstLines(message)}`;
  });
  return {
    passed: stats.expected,
    failures: [...failures, ...errors.map((one) => firstLines(one.message))],
  };
}

/** All tests of Playwright's JSON report. */
export function testsIn(report) {
  return specsIn(JSON.parse(report).suites).flatMap(({ tests }) => tests);
}

function specsIn(suites) {
  return suites.flatMap((suite) => [...(suite.specs ?? []), ...specsIn(suite.suites ?? [])]);
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
    countFrom(result, title, ok, (report) => {
      const notes = testsIn(report).flatMap(({ annotations }) => annotations);
      for (const note of notes.filter(told)) console.log(`  ${note.description}`);
      return playwrightCounts(report);
    });
  } catch (error) {
    console.error(`\n${error.message}`);
    fail(`${title}: ${error.message}`);
  }
}
