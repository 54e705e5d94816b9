// `npm run weigh`: prints what every package and every folder of ours weighs in the build, as Markdown.

import { readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, minifySync } from 'vite';

const FOLDER = resolve('.cache/weigh');
const ROOT = process.cwd().split(sep).join('/');
/** Of the list of files in sw.js. */
const PRECACHE = /\[\{url:.*?\}\]/s;

const { output } = await build({
  logLevel: 'error',
  build: { outDir: FOLDER, emptyOutDir: true },
});
const chunks = output.filter(({ type }) => type === 'chunk');
const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
const styles = output.filter(({ fileName }) => fileName.endsWith('.css'));

function brotli(text) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return brotliCompressSync(text, { params }).length;
}

/** The chunk with all that it imports before it runs. */
function closure(chunk, found = new Set()) {
  if (!chunk || found.has(chunk)) return found;
  found.add(chunk);
  for (const file of chunk.imports) closure(byFile.get(file), found);
  return found;
}

const atStart = closure(chunks.find(({ isEntry }) => isEntry));
const screens = chunks
  .filter(({ name, isDynamicEntry }) => isDynamicEntry && /^[A-Z]/.test(name))
  .map((chunk) => ({ name: chunk.name, chunks: closure(chunk) }));

/** @returns the package, the folder of `src`, or the kind of content */
function ownerOf(id) {
  const path = id.replace('\0', '');
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  if (inPackage) return inPackage;
  if (path.startsWith('vite/')) return 'vite';
  if (path === 'virtual:bank') return 'content/, its index';
  if (path.startsWith('virtual:bank/')) return 'content/, cards and guide';
  if (path === 'virtual:licences') return 'texts of the licences';
  const [, ours] = path.split(`${ROOT}/src/`);
  return ours?.includes('/') ? `src/${ours.split('/')[0]}/` : 'src/main.tsx, upkeep.ts';
}

/** As it would be on its own; only the proportions of these lengths count. */
function minifiedLength({ code }) {
  if (!code) return 0;
  const options = { compress: false, mangle: { toplevel: true } };
  return Buffer.byteLength(minifySync('module.js', code, options).code);
}

const rows = new Map();

function add(owner, when, minified, compressed, names = []) {
  const none = () => ({ minified: 0, brotli: 0 });
  const row = rows.get(owner) ?? { start: none(), later: none(), screens: new Set() };
  row[when].minified += minified;
  row[when].brotli += compressed;
  for (const name of names) row.screens.add(name);
  rows.set(owner, row);
}

function addShares(shares, text, when, names) {
  const all = shares.reduce((sum, { length }) => sum + length, 0);
  const [minified, compressed] = [Buffer.byteLength(text), brotli(text)];
  for (const { owner, length } of shares) {
    add(owner, when, (minified * length) / all, (compressed * length) / all, names);
  }
}

for (const chunk of chunks) {
  const shares = Object.entries(chunk.modules)
    .map(([id, module]) => ({ owner: ownerOf(id), length: minifiedLength(module) }))
    .filter(({ length }) => length > 0);
  const isStart = atStart.has(chunk);
  const names = isStart
    ? []
    : screens.filter((one) => one.chunks.has(chunk)).map((one) => one.name);
  addShares(shares, chunk.code, isStart ? 'start' : 'later', names);
}

const startStyles = new Set([...atStart].flatMap((chunk) => [...chunk.viteMetadata.importedCss]));
for (const { fileName, source } of styles) {
  const when = startStyles.has(fileName) ? 'start' : 'later';
  add('styles of src/', when, Buffer.byteLength(source), brotli(source));
}

const worker = readFileSync(join(FOLDER, 'sw.js'), 'utf8');
const list = PRECACHE.exec(worker)?.[0];
if (!list) throw new Error('sw.js has no list of files.');
const workerShares = [
  { owner: 'workbox, in sw.js', length: worker.length - list.length },
  { owner: 'list of files, in sw.js', length: list.length },
];
addShares(workerShares, worker, 'later', []);

const kB = (bytes) => (bytes === 0 ? '–' : (bytes / 1000).toFixed(1));

function comesWith({ start, screens: names }) {
  if (start.minified > 0) return 'start-up';
  return [...names].sort().join(', ') || 'on its own';
}

function print(title, names) {
  const row = (name, { start, later }, note) => {
    const cells = [start.minified, start.brotli, later.minified, later.brotli].map(kB);
    console.log(`| ${[name, ...cells, note].join(' | ')} |`);
  };
  console.log(`| ${title} | start-up | Brotli | later | Brotli | first with |`);
  console.log('|---|--:|--:|--:|--:|---|');
  const weight = (name) => rows.get(name).start.brotli + rows.get(name).later.brotli;
  for (const name of names.toSorted((a, b) => weight(b) - weight(a))) {
    row(name, rows.get(name), comesWith(rows.get(name)));
  }
  const sum = (when, what) => names.reduce((total, name) => total + rows.get(name)[when][what], 0);
  const sums = (when) => ({ minified: sum(when, 'minified'), brotli: sum(when, 'brotli') });
  row('all', { start: sums('start'), later: sums('later') }, '');
  console.log('');
}

const isOurs = (name) => /^(src|content|styles|texts|list)/.test(name);
const names = [...rows.keys()];
print(
  'package',
  names.filter((name) => !isOurs(name)),
);
print('ours', names.filter(isOurs));
