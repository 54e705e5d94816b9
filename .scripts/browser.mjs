// Finds a Chromium for the browser tests, or installs one.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const INSTALLED = {
  linux: [
    'google-chrome-stable',
    'google-chrome',
    'chromium',
    'chromium-browser',
    'microsoft-edge-stable',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    join(homedir(), 'Applications/Google Chrome.app/Contents/MacOS/Google Chrome'),
  ],
  win32: [
    join(process.env.ProgramFiles ?? '', 'Google/Chrome/Application/chrome.exe'),
    join(process.env['ProgramFiles(x86)'] ?? '', 'Microsoft/Edge/Application/msedge.exe'),
  ],
};

/** The first that answers wins. The npm one is old (147), so it comes after what is current. */
const WAYS = [
  ['CHROME or CHROME_PATH', () => process.env.CHROME ?? process.env.CHROME_PATH],
  ['an installed Chrome, Chromium or Edge', installed],
  ['Playwright’s own Chromium', playwrightsOwn],
  ['Debian’s chromium package', fromApt],
  ['Playwright’s download', fromPlaywright],
  ['the Chromium in the npm package @sparticuz/chromium', fromNpm],
];

/** @returns the path of a Chromium that starts; throws with what was tried */
export async function findBrowser() {
  for (const [, way] of WAYS) {
    const path = await way();
    if (path && answers(path)) return path;
  }
  const tried = WAYS.map(([name]) => `- ${name}`).join('\n');
  throw new Error(
    `No Chromium was found and none could be installed. Tried:\n${tried}\nInstall Chrome or Chromium, or set CHROME to its path.`,
  );
}

function answers(path) {
  if (process.platform === 'win32') return existsSync(path);
  return spawnSync(path, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0;
}

function installed() {
  const names = INSTALLED[process.platform] ?? [];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = names.flatMap((name) =>
    isAbsolute(name) ? name : folders.map((folder) => join(folder, name)),
  );
  return paths.find((path) => existsSync(path) && answers(path));
}

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
}

function fromApt() {
  const isDebian =
    existsSync('/etc/os-release') && /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  if (!isDebian || process.getuid?.() !== 0) return undefined;
  console.log('Installing Debian’s chromium for the browser tests (once)…');
  const quiet = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update'], quiet);
  const packages = ['chromium', 'fonts-dejavu-core'];
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], quiet);
  return '/usr/bin/chromium';
}

async function fromPlaywright() {
  console.log('Downloading a Chromium for the browser tests (once)…');
  spawnSync('npx', ['playwright', 'install', 'chromium'], {
    stdio: 'ignore',
    timeout: 300_000,
    shell: process.platform === 'win32',
  });
  return playwrightsOwn();
}

/** A headless Chromium that comes through the npm registry; Linux x64 only. */
async function fromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = resolve('.cache/browser');
  mkdirSync(folder, { recursive: true });
  console.log('Installing a Chromium from the npm registry for the browser tests (once)…');
  const flags = ['--prefix', folder, '--no-save', '--no-audit', '--no-fund'];
  spawnSync('npm', ['install', ...flags, '@sparticuz/chromium@147.0.0'], { stdio: 'ignore' });
  // Makes the package unpack the system libraries it needs, for machines that have none.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs20.x';
  process.env.TMPDIR = folder;
  try {
    const require = createRequire(join(folder, 'index.js'));
    const module = await import(pathToFileURL(require.resolve('@sparticuz/chromium')).href);
    return await module.default.executablePath();
  } catch {
    return undefined;
  }
}
