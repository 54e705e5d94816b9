// The rules of guide.md: the cheat sheet, in sections of bullets.

import type { ContentFile } from './content.ts';
import type { GuideDraft } from './draft.ts';
import { parseMarkdown } from './markdown.ts';
import { count, type Mistake, reportOn } from './mistake.ts';
import { checkMarks, checkWords } from './prose.ts';

const MOST_WORDS = 45;

/** A content folder may do without a guide. */
export function readGuide(
  file: ContentFile | undefined,
  mistakes: Mistake[],
): readonly GuideDraft[] {
  if (!file) return [];
  const report = reportOn(file.path, mistakes);
  const { marks, preamble, parts } = parseMarkdown(file.text);
  checkMarks(marks, report);
  const [stray] = preamble;
  if (stray) report(stray.line, 'Text stands before the first section.', 'Open with `## Title`.');
  for (const { title, depth, line, blocks } of parts) {
    if (depth !== 2) report(line, `\`${title}\` is no section.`, 'Sections open with `##`.');
    const [bullets, ...others] = blocks;
    if (bullets?.kind !== 'bullets' || others.length > 0) {
      report(line, `\`${title}\` holds more or less than bullets.`, 'Give it one list of bullets.');
      continue;
    }
    for (const item of bullets.items) {
      const [text, ...rest] = item.blocks;
      if (text?.kind !== 'paragraph' || rest.length > 0) {
        const wrong = `The bullet has ${count(item.blocks.length, 'block')}, not one paragraph.`;
        report(item.line, wrong, 'Make it plain text.');
      } else checkWords('The bullet', text.text, MOST_WORDS, item.line, report);
    }
  }
  return parts.map(({ title, text }) => ({ title, text }));
}
