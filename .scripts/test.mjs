// `npm test`: types, lint, unit tests and browser tests, one after the other, and one counted line.

import { run, runInBrowser, vitestCounts } from './runner.mjs';
import { clear, countFrom, fail, finish, pass } from './tally.mjs';

const UNIT_RESULT = '.cache/unit.json';

function check(title, command) {
  if (run(title, command)) pass();
  else fail(`${title}: see above`);
}

/** What the budget tests measured, in bytes; the topics are all alike. */
function isFigure({ type, description }) {
  return type === 'bytes' && !description.startsWith('assets/topic-');
}

check('Types', ['tsc', '-p', '.']);
check('Types of the pure folders, without the DOM', ['tsc', '-p', 'src/pure.tsconfig.json']);
check('Format and lint', ['biome', 'check', '--error-on-warnings', '.']);
check('Nothing unused', ['knip']);

clear(UNIT_RESULT);
const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${UNIT_RESULT}`];
const unitOk = run('Unit tests', ['vitest', 'run', ...reporters]);
countFrom(UNIT_RESULT, 'Unit tests', unitOk, vitestCounts);

await runInBrowser(
  'Browser tests',
  'tests/browser/playwright.config.ts',
  '.cache/browser.json',
  isFigure,
);
finish();
