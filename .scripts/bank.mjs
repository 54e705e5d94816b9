// `npm run test:bank`: runs the code on the cards against current Flask, in a virtual environment of its own.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { clear, countFrom, finish } from './tally.mjs';

const REQUIREMENTS = 'tests/bank/requirements.txt';
const VENV = resolve('.cache/bank-venv');
const STAMP = `${VENV}/.stamp`;
const REPORT = '.cache/bank.xml';

/** SQLAlchemy 2.1 lies over the environment in a folder of its own. */
const NEXT_REQUIREMENTS = 'tests/bank/requirements-sqlalchemy-2.1.txt';
const NEXT = '.cache/sqlalchemy-2.1';
const NEXT_TESTS = ['database', 'query_performance', 'transactions'].map(
  (topic) => `tests/bank/test_${topic}.py`,
);

const BIN = process.platform === 'win32' ? `${VENV}/Scripts` : `${VENV}/bin`;

function findPython() {
  const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python'];
  const isNew = 'import sys; sys.exit(sys.version_info < (3, 11))';
  return names.find((name) => spawnSync(name, ['-c', isNew]).status === 0);
}

function must(command, args, sentence) {
  if (spawnSync(command, args, { stdio: 'inherit' }).status === 0) return;
  console.error(sentence);
  process.exit(1);
}

const wanted = createHash('sha256')
  .update(readFileSync(REQUIREMENTS))
  .update(readFileSync(NEXT_REQUIREMENTS))
  .digest('hex');
if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
  const python = findPython();
  if (!python) {
    console.error('The bank tests need Python 3.11 or newer. Install one, then run this again.');
    process.exit(1);
  }
  console.log('Installing the versions the cards are checked against (once)…');
  rmSync(VENV, { recursive: true, force: true });
  mkdirSync('.cache', { recursive: true });
  must(
    python,
    ['-m', 'venv', VENV],
    'Python has no venv module. On Debian: apt install python3-venv.',
  );
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  must(`${BIN}/python`, [...install, '-r', REQUIREMENTS], 'pip failed: see above.');
  rmSync(NEXT, { recursive: true, force: true });
  const over = [...install, '--target', NEXT, '-r', NEXT_REQUIREMENTS];
  must(`${BIN}/python`, over, 'pip failed: see above.');
  writeFileSync(STAMP, wanted);
}

/** A test that hangs must not hang whoever waits for the result. */
const LONGEST_RUN_MS = 900_000;

/** Runs pytest and counts. A test that is skipped has not been run, which the bank does not accept. */
function test(title, paths, env = {}) {
  console.log(`\n— ${title}`);
  clear(REPORT);
  const flags = ['-q', '-p', 'no:cacheprovider', '-o', 'faulthandler_timeout=120'];
  flags.push(`--junitxml=${REPORT}`);
  const { status } = spawnSync(`${BIN}/python`, ['-m', 'pytest', ...flags, ...paths], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    timeout: LONGEST_RUN_MS,
    killSignal: 'SIGKILL',
  });
  countFrom(REPORT, title, status === 0, (report) => {
    const tests = report.match(/<testcase\b.*?(?:\/>|<\/testcase>)/gs) ?? [];
    const bad = tests.filter((one) => /<(failure|error|skipped)\b/.test(one));
    const failures = bad.map((one) => {
      const [, file, name] = one.match(/classname="([^"]*)" name="([^"]*)"/) ?? [];
      const [, message] = one.match(/<(?:failure|error|skipped)\b[^>]*message="([^"]*)"/) ?? [];
      return `${file} › ${name}\n${message ?? ''}`;
    });
    return { passed: tests.length - bad.length, failures };
  });
}

test('The cards, as people run them today', ['tests/bank']);
test('The database cards on SQLAlchemy 2.1', NEXT_TESTS, { PYTHONPATH: resolve(NEXT) });
finish();
