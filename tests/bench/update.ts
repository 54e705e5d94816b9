// What an update costs that changes one card: the files the service worker has to fetch again.

import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { buildVariant } from '../browser/build.ts';
import { type Measure, measure, medianAtMost } from './measure.ts';

export const MOST_UPDATE_BYTES = 60_000;

/** @returns the build with one sentence of one card changed */
export function buildUpdate(name: string): Promise<string> {
  return buildVariant(name, async (root) => {
    const file = join(root, 'content/flask-basics/what-is-flask.md');
    const card = await readFile(file, 'utf8');
    await writeFile(file, card.replace(/supports: .*/, 'supports: what the next version says'));
  });
}

/** Files of `next` that `former` has not, as its precache sees it, and the worker that lists them. */
export function changedFiles(former: string, next: string): readonly string[] {
  const known = new Set(precacheEntries(former));
  const fresh = precacheEntries(next).filter((entry) => !known.has(entry));
  return [...fresh.map((entry) => entry.split(' ')[0] ?? ''), 'sw.js'];
}

/** Brotli 11, as a static host sends them. */
export function brotliBytes(dist: string, files: readonly string[]): number {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
  return files
    .map((file) => brotliCompressSync(readFileSync(join(dist, file)), { params }).length)
    .reduce((sum, bytes) => sum + bytes, 0);
}

export async function measureUpdate(app: string): Promise<readonly Measure[]> {
  const next = await buildUpdate('one-card');
  const bytes = brotliBytes(next, changedFiles(app, next));
  return [
    measure('update that changes one card', 'bytes', [bytes], medianAtMost(MOST_UPDATE_BYTES)),
  ];
}

/** Path and revision of each; a file with a hash in its name has no revision. */
function precacheEntries(dist: string): readonly string[] {
  const worker = readFileSync(join(dist, 'sw.js'), 'utf8');
  const entries = worker.matchAll(/\{url:"([^"]+)",revision:(null|"[^"]*")/g);
  return [...entries].map(([, url, revision]) => `${url} ${revision}`);
}
