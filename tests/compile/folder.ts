// A real project in a temporary folder, with the fixture's content and an entry of its own.

import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Files } from './fixture.ts';

/** Writes the files, and deletes the folder when the test is over. */
export async function project(files: Files): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'pocket-flask-')));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await write(root, files);
  return root;
}

export async function write(root: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}
