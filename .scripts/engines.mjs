// `npm run test:engines`: the app in a real Firefox and a real WebKit, as Debian ships them.

import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';

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

/** All tests of a run with their project, however deep they are nested. */
function testsOf({ suites = [], specs = [] }) {
  return [...specs.flatMap((spec) => spec.tests), ...suites.flatMap(testsOf)];
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
rmSync(RESULT, { force: true });
const started = performance.now();
const tally = { passed: 0, failed: 0 };

const missing = ENGINES.filter(({ isHere }) => !isHere()).flatMap(({ packages }) => packages);
if (missing.length > 0) install(missing);

const present = ENGINES.filter(({ isHere }) => isHere());
for (const engine of ENGINES.filter((each) => !present.includes(each))) {
  tally.failed += 1;
  console.error(
    `No test ran in ${engine.project}: it needs Debian’s packages. As root: apt-get install ${engine.packages.join(' ')}`,
  );
}

if (present.length > 0) {
  const projects = present.map(({ project }) => `--project=${project}`);
  const { status } = spawnSync('npx', ['playwright', 'test', '--config', CONFIG, ...projects], {
    stdio: 'inherit',
    env: { ...process.env, ENGINES_RESULT: RESULT },
  });
  if (existsSync(RESULT)) {
    const result = JSON.parse(readFileSync(RESULT, 'utf8'));
    const { expected, unexpected, flaky, skipped } = result.stats;
    const bad = unexpected + flaky + skipped;
    tally.passed += expected;
    tally.failed += bad === 0 && status !== 0 ? 1 : bad;
    for (const { project } of present) console.log(`  ${portrait(testsOf(result), project)}`);
  } else {
    // A runner that dies without a result counts as one failure.
    tally.failed += 1;
  }
}

console.log(`  ${((performance.now() - started) / 1000).toFixed(0)} s`);
if (process.env.TALLY) writeFileSync(process.env.TALLY, `${tally.passed} ${tally.failed}\n`);
console.log(`\n${tally.passed} passed, ${tally.failed} failed`);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
