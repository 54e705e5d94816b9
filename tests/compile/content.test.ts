// The real content of this repository, and how content is read from a disk.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { checkContent } from '../../src/compile/check.ts';
import { compile } from '../../src/compile/compile.ts';
import { readContent } from '../../src/compile/content.ts';
import { createRenderer } from '../../src/compile/render.ts';
import { hashContent } from '../../src/compile/stamp.ts';
import { validate } from '../../src/compile/validate.ts';
import { type Files, mistakesIn, ONE, OTHER_CARD, SOUND, TOPIC } from './fixture.ts';
import { project, write } from './folder.ts';

const FOLDER = join(import.meta.dirname, '../../content');

test('has no mistake', async () => {
  expect(await checkContent(FOLDER, [])).toEqual([]);
});

test('is what the last complete run of the bank tests proved', async () => {
  const stamp = JSON.parse(await readFile(join(FOLDER, 'checked.json'), 'utf8'));
  const sentence = 'Cards or guide have changed since: run `npm run test:bank`, which stamps them.';
  expect(stamp.content, sentence).toBe(await hashContent(FOLDER));
});

test('every change of a card or of the guide changes what was proven', async () => {
  const root = await project({ ...SOUND, 'content/guide.md': '## A\n\n- B.\n' });
  const folder = join(root, 'content');
  const hashes = [await hashContent(folder)];
  const changes: Files = {
    [ONE]: OTHER_CARD,
    'content/guide.md': '## A\n\n- C.\n',
    'content/alpha/three.md': OTHER_CARD,
  };
  for (const [path, text] of Object.entries(changes)) {
    await write(root, { [path]: text });
    hashes.push(await hashContent(folder));
  }
  expect(new Set(hashes).size).toBe(4);
  await write(root, { 'content/checked.json': '{}', 'content/README.md': '# How' });
  expect(await hashContent(folder)).toBe(hashes[3]);
});

test('compiles to an index of at most 6 kB, without style or script', async () => {
  const verdict = validate(await readContent(FOLDER));
  if (verdict.kind === 'broken') throw new Error('See the test above');
  const { bank, chunks } = compile(verdict.bank, createRenderer());
  expect(brotliCompressSync(JSON.stringify(bank)).length).toBeLessThanOrEqual(6000);
  expect(JSON.stringify([...chunks])).not.toMatch(/style=\\"|<script/);
});

test('the example in README.md keeps every rule', async () => {
  const readme = await readFile(join(FOLDER, 'README.md'), 'utf8');
  const example = /`{5}markdown\n([\s\S]*?)`{5}/.exec(readme)?.[1] ?? '';
  const files = {
    'content/sessions/topic.yaml': TOPIC,
    'content/sessions/list-in-session.md': example,
    'content/sessions/session-cookie-readable.md': OTHER_CARD,
  };
  expect(mistakesIn(files)).toEqual([]);
});

test('Windows line ends and dot files change nothing', async () => {
  const root = await project({
    ...SOUND,
    [ONE]: SOUND[ONE]?.replaceAll('\n', '\r\n') ?? '',
    'content/.DS_Store': '',
    'content/alpha/.one.md.swp': '',
  });
  const files = await readContent(join(root, 'content'));
  expect(Object.fromEntries(files.map(({ path, text }) => [path, text]))).toEqual(SOUND);
});
