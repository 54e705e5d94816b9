// `npm run test:bank`: runs the code on the cards against current Flask, in a virtual environment of its own.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

const REQUIREMENTS = 'tests/bank/requirements.txt';
const VENV = resolve('.cache/bank-venv');
const STAMP = `${VENV}/.stamp`;
const REPORT = '.cache/bank.xml';
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

const wanted = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex');
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
  writeFileSync(STAMP, wanted);
}

rmSync(REPORT, { force: true });
const flags = ['-q', '-p', 'no:cacheprovider', `--junitxml=${REPORT}`];
const { status } = spawnSync(`${BIN}/python`, ['-m', 'pytest', ...flags, 'tests/bank'], {
  stdio: 'inherit',
});

if (process.env.TALLY) {
  const report = existsSync(REPORT) ? readFileSync(REPORT, 'utf8') : '';
  const number = (name) => Number(report.match(new RegExp(`${name}="(\\d+)"`))?.[1] ?? 0);
  const bad = number('failures') + number('errors');
  const passed = number('tests') - bad - number('skipped');
  writeFileSync(process.env.TALLY, `${passed} ${status !== 0 && bad === 0 ? 1 : bad}\n`);
}
process.exit(status ?? 1);
