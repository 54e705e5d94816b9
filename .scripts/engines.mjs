// `npm run test:engines`: the app in a real Firefox and a real WebKit, as Debian ships them.

import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { playwrightCounts, run, testsIn } from './runner.mjs';
import { clear, countFrom, fail, finish } from './tally.mjs';

const RESULT = '.cache/engines/result.json';
const CONFIG = 'tests/engines/playwright.config.ts';

const ENGINES = [
  {
    project: 'firefox',
    packages: ['firefox-esr'],
    isHere: () => inPath('firefox-esr'),
  },
  {
    project: 'webkit',
    packages: ['webkit2gtk-driver', 'gir1.2-webkit2-4.1', 'python3-gi', 'xvfb'],
    isHere: () => inPath('WebKitWebDriver') && inPath('Xvfb') && hasBindings(),
  },
];

function inPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** For tests/engines/window.py, which runs on Debian's own Python. */
function hasBindings() {
  const load = 'import gi; gi.require_version("Gtk", "3.0"); gi.require_version("WebKit2", "4.1")';
  return spawnSync('/usr/bin/python3', ['-c', load], { stdio: 'ignore' }).status === 0;
}

function install(packages) {
  const isDebian =
    existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  if (!isDebian || process.getuid?.() !== 0) return;
  console.log(`Installing ${packages.join(', ')} (once)…`);
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update'], quiet);
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], quiet);
}

/** What the tests noted about an engine, as one line. */
function portrait(tests, project) {
  const notes = tests.filter((test) => test.projectName === project).flatMap((t) => t.annotations);
  const said = (kind) => {
    const all = notes.filter(({ type }) => type === kind).map(({ description }) => description);
    return [...new Set(all)].join(' and ') || 'not known';
  };
  return `${said('engine')}: taps by ${said('taps by')}; has no ${said('has no')}`;
}

mkdirSync('.cache/engines', { recursive: true });
clear(RESULT);

const missing = ENGINES.filter(({ isHere }) => !isHere()).flatMap(({ packages }) => packages);
if (missing.length > 0) install(missing);

const present = ENGINES.filter(({ isHere }) => isHere());
for (const { project, packages } of ENGINES.filter((each) => !present.includes(each))) {
  fail(`No test ran in ${project}. As root on Debian: apt-get install ${packages.join(' ')}`);
}

if (present.length > 0) {
  const title = present.map(({ project }) => project).join(' and ');
  const projects = present.map(({ project }) => `--project=${project}`);
  const command = ['playwright', 'test', '--config', CONFIG, ...projects];
  const ok = run(title, command, { ENGINES_RESULT: RESULT });
  countFrom(RESULT, title, ok, (report) => {
    const tests = testsIn(report);
    for (const { project } of present) console.log(`  ${portrait(tests, project)}`);
    return playwrightCounts(report);
  });
}

finish();
