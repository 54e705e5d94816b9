// Content checked without a build, for authors and for `.scripts/check-content.mjs`.

import { readContent } from './content.ts';
import { describe } from './mistake.ts';
import { validate } from './validate.ts';

/** The mistakes as lines to print; with `topics`, only theirs. */
export async function checkContent(
  folder: string,
  topics: readonly string[],
): Promise<readonly string[]> {
  const verdict = validate(await readContent(folder));
  if (verdict.kind === 'sound') return [];
  return verdict.mistakes
    .filter(({ file }) => topics.length === 0 || topics.includes(file.split('/')[1] ?? ''))
    .map(describe);
}
