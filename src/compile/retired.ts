// The ids of cards that left the bank: learners still have ratings for them.

import type { ContentFile } from './content.ts';
import { type Mistake, reportOn } from './mistake.ts';

/** One id a line; empty lines and lines that start with `#` don't count. */
export function readRetired(
  file: ContentFile | undefined,
  mistakes: Mistake[],
): ReadonlySet<string> {
  const ids = new Set<string>();
  if (!file) return ids;
  const report = reportOn(file.path, mistakes);
  for (const [index, text] of file.text.split('\n').entries()) {
    const id = text.trim();
    if (id === '' || id.startsWith('#')) continue;
    if (/\s/.test(id)) report(index + 1, `\`${id}\` is not an id.`, 'Write one id a line.');
    if (ids.has(id)) report(index + 1, `The id \`${id}\` stands twice.`, 'Keep one.');
    ids.add(id);
  }
  return ids;
}
