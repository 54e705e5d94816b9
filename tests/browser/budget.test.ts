// What a phone has to download, in Brotli bytes, before the first screen and in all.

import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { pack } from '../../src/compile/pack.ts';
import { wholeBank } from './bank.ts';
import { DIST } from './build.ts';
import { precached } from './files.ts';
import { expect, test } from './fixtures.ts';

const KB = 1000;

function brotli(text: Buffer | string): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return brotliCompressSync(text, { params }).length;
}

function bytesOf(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => sum + brotli(readFileSync(join(DIST, file))), 0);
}

function inPage(pattern: RegExp): readonly string[] {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  return [...html.matchAll(pattern)].map(([, file]) => posix.normalize(file ?? ''));
}

/** The page's module scripts and preloads, with everything they import before they run. */
function startUpScripts(): ReadonlySet<string> {
  const found = new Set<string>();
  const wanted = [
    ...inPage(/<script[^>]*src="([^"]+)"/g),
    ...inPage(/<link[^>]*rel="modulepreload"[^>]*href="([^"]+)"/g),
  ];
  for (let file = wanted.pop(); file !== undefined; file = wanted.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const code = readFileSync(join(DIST, file), 'utf8');
    for (const [, name] of code.matchAll(/(?:import|from)\s*"(\.[^"]+\.js)"/g)) {
      wanted.push(posix.join(posix.dirname(file), name ?? ''));
    }
  }
  return found;
}

function topicChunks(): readonly string[] {
  return precached(DIST).filter((file) => file.startsWith('assets/topic-'));
}

/** Said in the report of the run too, so that a budget nearly spent is seen in time. */
function expectAtMost(what: string, bytes: number, most: number): void {
  test.info().annotations.push({ type: 'bytes', description: `${what}: ${bytes} of ${most}` });
  expect(bytes, what).toBeGreaterThan(0);
  expect(bytes, what).toBeLessThanOrEqual(most);
}

test('JavaScript of the start, with the index of the bank, is at most 25 kB', () => {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  const withoutScript = html.replace(/<script>.*?<\/script>/s, '');
  expect(withoutScript.length).toBeLessThan(html.length);
  const inPage = brotli(html) - brotli(withoutScript);
  expectAtMost('start-up JavaScript', bytesOf(startUpScripts()) + inPage, 25 * KB);
});

test('styles of the start are at most 8 kB', () => {
  const styles = inPage(/<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"/g);
  expectAtMost('start-up CSS', bytesOf(styles), 8 * KB);
});

test('the index of the bank is at most 6 kB', () => {
  const loaders = topicChunks().map((file) => `()=>import("./${file}")`);
  const code = `const packed=${JSON.stringify(pack(wholeBank()))},loaders=[${loaders}];`;
  expectAtMost('bank index', brotli(code), 6 * KB);
});

test('no topic is more than 40 kB', () => {
  const topics = topicChunks();
  expect(topics).toHaveLength(wholeBank().bank.topics.length);
  for (const topic of topics) expectAtMost(topic, bytesOf([topic]), 40 * KB);
});

test('the whole app with all cards is at most 600 kB', () => {
  expectAtMost('precache', bytesOf(precached(DIST)), 600 * KB);
});
