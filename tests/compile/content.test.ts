// The real content of this repository.

import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { checkContent } from '../../src/compile/check.ts';
import { compile } from '../../src/compile/compile.ts';
import { readContent } from '../../src/compile/content.ts';
import { createRenderer } from '../../src/compile/render.ts';
import { validate } from '../../src/compile/validate.ts';

const FOLDER = join(import.meta.dirname, '../../content');

test('has no mistake', async () => {
  expect(await checkContent(FOLDER, [])).toEqual([]);
});

test('compiles to an index of at most 6 kB, without style or script', async () => {
  const verdict = validate(await readContent(FOLDER));
  if (verdict.kind === 'broken') throw new Error('See the test above');
  const { bank, chunks } = compile(verdict.bank, createRenderer());
  expect(brotliCompressSync(JSON.stringify(bank)).length).toBeLessThanOrEqual(6000);
  expect(JSON.stringify([...chunks])).not.toMatch(/style=\\"|<script/);
});
