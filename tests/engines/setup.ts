// Before all tests: the production build, in a folder that no other tests write to.

import { join } from 'node:path';
import { build } from 'vite';
import { ROOT } from '../browser/build.ts';

export const DIST = join(ROOT, '.cache/engines/dist');

export default async function setup(): Promise<void> {
  await build({
    root: ROOT,
    configFile: join(ROOT, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: DIST, emptyOutDir: true },
  });
}
