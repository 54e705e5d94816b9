// `npm run test:bank`: runs the code on the cards against current Flask, in a virtual environment of its own,
// and stamps content/ when nothing is left unproven.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { runnerImport } from 'vite';
import { clear, countFrom, fail, finish, isClean } from './tally.mjs';

const REQUIREMENTS = 'tests/bank/requirements.txt';
const VENV = resolve('.cache/bank-venv');
const INSTALLED = `${VENV}/.stamp`;
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
const isInstalled =
  existsSync(INSTALLED) &&
  existsSync(`${NEXT}/sqlalchemy`) &&
  readFileSync(INSTALLED, 'utf8') === wanted;
if (!isInstalled) {
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
  writeFileSync(INSTALLED, wanted);
}

/** A test that hangs must not hang whoever waits for the result. */
const LONGEST_RUN_MS = 900_000;

/** Runs pytest on the SQLAlchemy that `requirements` pin, and counts. */
function test(title, paths, requirements, env = {}) {
  console.log(`\n— ${title}`);
  clear(REPORT);
  const flags = ['-q', '-p', 'no:cacheprovider', '-o', 'faulthandler_timeout=120'];
  flags.push(`--junitxml=${REPORT}`);
  const [, sqlalchemy] = readFileSync(requirements, 'utf8').match(/^sqlalchemy==(.+)$/m);
  const { status } = spawnSync(`${BIN}/python`, ['-m', 'pytest', ...flags, ...paths], {
    stdio: 'inherit',
    env: { ...process.env, ...env, BANK_SQLALCHEMY: sqlalchemy },
    timeout: LONGEST_RUN_MS,
    killSignal: 'SIGKILL',
  });
  countFrom(REPORT, title, status === 0, readReport);
}

/** The tests themselves skip only for want of a server, and in CI not even then. */
function readReport(report) {
  const tests = report.match(/<testcase\b.*?(?:\/>|<\/testcase>)/gs) ?? [];
  const bad = tests.filter((one) => /<(failure|error)\b/.test(one));
  const skipped = tests.filter((one) => !bad.includes(one) && /<skipped\b/.test(one));
  return {
    passed: tests.length - bad.length - skipped.length,
    failures: bad.map(nameOf),
    skipped: skipped.map(nameOf),
  };
}

function nameOf(test) {
  const [, file, name] = test.match(/classname="([^"]*)" name="([^"]*)"/) ?? [];
  const [, message] = test.match(/<(?:failure|error|skipped)\b[^>]*message="([^"]*)"/) ?? [];
  return `${file} › ${name}\n${message ?? ''}`;
}

/** What is left unproven is told only by a run of every file. */
function checkWhole() {
  const report = existsSync(REPORT) ? readFileSync(REPORT, 'utf8') : '';
  if (!report.includes('test_every_card_is_proven')) fail('Nobody told what is left unproven');
}

/** Notes for the build what content the cards had, what they were checked against, and when. */
function stamp(content) {
  const code = 'import json, record; print(json.dumps(record.versions()))';
  const { stdout } = spawnSync(`${BIN}/python`, ['-c', code], { cwd: 'tests/bank' });
  const date = new Date().toISOString().slice(0, 10);
  const checked = { date, versions: JSON.parse(stdout), content };
  writeFileSync('content/checked.json', `${JSON.stringify(checked, null, 2)}\n`);
}

const { module } = await runnerImport('./src/compile/stamp.ts', {
  configFile: false,
  logLevel: 'error',
});
const content = await module.hashContent(resolve('content'));
test('The cards, as people run them today', ['tests/bank'], REQUIREMENTS);
checkWhole();
test('The database cards on SQLAlchemy 2.1', NEXT_TESTS, NEXT_REQUIREMENTS, {
  PYTHONPATH: resolve(NEXT),
});
if (isClean()) stamp(content);
finish();
