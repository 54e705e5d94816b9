// The production app of this repository, and variants of it with one thing changed, as folders.

import { cp, mkdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';

export const ROOT = resolve(import.meta.dirname, '../..');
/** All that a build reads. */
const PARTS = ['index.html', 'vite.config.ts', 'tsconfig.json', 'src', 'content', 'public'];

const CACHE = join(ROOT, '.cache');

/** The build that nearly every test uses; made once by setup.ts. */
export const DIST = join(CACHE, 'dist');

export async function buildApp(): Promise<void> {
  await buildFrom(ROOT, DIST);
}

/**
 * Builds a copy of the repository's sources.
 *
 * @param edit changes the copy before it is built
 * @returns the folder to serve
 */
export async function buildVariant(
  name: string,
  edit: (root: string) => Promise<void>,
): Promise<string> {
  const root = join(CACHE, `variant-${name}`);
  await rm(root, { recursive: true, force: true });
  await mkdir(root, { recursive: true });
  for (const part of PARTS) {
    await cp(join(ROOT, part), join(root, part), { recursive: true });
  }
  await edit(root);
  const dist = join(root, 'dist');
  await buildFrom(root, dist);
  return dist;
}

async function buildFrom(root: string, outDir: string): Promise<void> {
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
}
