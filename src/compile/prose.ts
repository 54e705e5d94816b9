// The rules of running text: no HTML, no image, https links, limits of words and sentences.

import type { Mark } from './marks.ts';
import { count, type Report } from './mistake.ts';
import { plainText } from './plain.ts';

/** Reports each mark that no card may hold. */
export function checkMarks(marks: readonly Mark[], report: Report): void {
  for (const { kind, line, text } of marks) {
    if (kind === 'html') {
      report(line, `\`${text}\` is HTML.`, 'Put code in backticks, or drop the tag.');
    } else if (kind === 'image') {
      report(line, `\`${text}\` is an image.`, 'Say it in words, or draw it under `## Diagram`.');
    } else if (kind === 'definition') {
      const mend = 'Write the link in place, or put code in backticks.';
      report(line, `\`${text}\` defines a link and would vanish.`, mend);
    } else if (!text.startsWith('https://')) {
      const mend = 'Link to an https address, or put code in backticks.';
      report(line, `The link \`${text}\` is not https.`, mend);
    }
  }
}

/** Reports on `line` that the text is longer than `most` words. */
export function checkWords(
  name: string,
  text: string,
  most: number,
  line: number,
  report: Report,
): void {
  const words = plainText(text)
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  if (words <= most) return;
  const wrong = `${name} has ${words} words, at most ${most} are allowed.`;
  report(line, wrong, `Cut ${count(words - most, 'word')}.`);
}

/** Reports on `line` that the text is not exactly one sentence. */
export function checkSentence(name: string, text: string, line: number, report: Report): void {
  const sentences = countSentences(text);
  if (sentences > 1) {
    const mend = 'Make it one sentence, or split it into points.';
    report(line, `${name} has ${sentences} sentences.`, mend);
  } else if (!/[.!?…][^\p{L}\p{N}`]*$/u.test(text)) {
    report(line, `${name} does not end like a sentence.`, 'End it with a period.');
  }
}

const ABBREVIATION = /(?:^|[\s("'])(?:e\.g|i\.e|etc|vs|cf|no|[A-Z])\.$/;

function countSentences(text: string): number {
  // Inline code may hold any punctuation, so one capital letter stands for it.
  const words = text
    .replace(/(`+)[^`][\s\S]*?\1/g, 'X')
    .replace(/\]\([^)]*\)/g, ']')
    .trim()
    .split(/\s+/);
  const ends = words.filter((word, index) => {
    const next = words[index + 1];
    const ending = word.replace(/["'”’)\]*_]+$/, '');
    return (
      next !== undefined &&
      /[.!?…]$/.test(ending) &&
      !ABBREVIATION.test(` ${ending}`) &&
      /^["'“‘([*_]*[\p{Lu}\p{N}]/u.test(next)
    );
  });
  return ends.length + 1;
}
