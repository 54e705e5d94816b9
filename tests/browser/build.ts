// The production app of this repository, and variants of it with one thing changed, as folders.

import { readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';

export const ROOT = resolve(import.meta.dirname, '../..');
/** All that a build reads. */
const PARTS = [
  'index.html',
  'package.json',
  'LICENSE',
  'vite.config.ts',
  'tsconfig.json',
  'src',
  'content',
  'public',
];

const CACHE = join(ROOT, '.cache');

/** The build that nearly every test uses; made once by setup.ts. */
export const DIST = join(CACHE, 'dist');

const MODULES_FILE = join(CACHE, 'modules.json');

export async function buildApp(): Promise<void> {
  const ids: string[] = [];
  const witness: Plugin = {
    name: 'witness',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') ids.push(...file.moduleIds);
      }
    },
  };
  await buildFrom(ROOT, DIST, [witness]);
  await writeFile(MODULES_FILE, JSON.stringify(ids));
}

/** The ids of all modules in `DIST`, as the build itself told them. */
export function modules(): readonly string[] {
  return JSON.parse(readFileSync(MODULES_FILE, 'utf8')) as string[];
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

/** Storage and models on a page without the app, for tests of them alone; made once by setup.ts. */
export const LAB = join(CACHE, 'lab');

export async function buildLab(): Promise<void> {
  await build({
    root: join(import.meta.dirname, 'lab'),
    configFile: false,
    logLevel: 'error',
    base: './',
    build: { outDir: LAB, emptyOutDir: true, target: 'es2023', minify: false },
  });
}

async function buildFrom(
  root: string,
  outDir: string,
  plugins: readonly Plugin[] = [],
): Promise<void> {
  await build({
    root,
    plugins: [...plugins],
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
}
