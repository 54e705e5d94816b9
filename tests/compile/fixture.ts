// A small sound content folder that tests break on purpose.

import type { ContentFile } from '../../src/compile/content.ts';
import { describe } from '../../src/compile/mistake.ts';
import { validate } from '../../src/compile/validate.ts';

export const CARD = `---
question: What does \`g\` hold?
level: mid
followUps: [two]
sources:
  - url: https://example.org/g
    supports: what g holds
---

## Say

It holds what one request needs.

## Points

- One point.
- Another point.
- A third point.

## Why they ask

It shows care.
`;

/** Its last line, to which tests add parts. */
export const END = 'It shows care.\n';

export const OTHER_CARD = CARD.replace('`g`', '`current_app`').replace('[two]', '[]');

export const TOPIC = 'title: Alpha\norder: 1\nsummary: The first.\n';

/** By path, so that a test can replace, add or drop a file. */
export type Files = Readonly<Record<string, string>>;

export const ONE = 'content/alpha/one.md';

export const SOUND: Files = {
  [ONE]: CARD,
  'content/alpha/topic.yaml': TOPIC,
  'content/alpha/two.md': OTHER_CARD,
};

export function toContent(files: Files): readonly ContentFile[] {
  return Object.entries(files).map(([path, text]) => ({ path, text }));
}

/** The mistakes in `files` as an author sees them. */
export function mistakesIn(files: Files): readonly string[] {
  const verdict = validate(toContent(files));
  return verdict.kind === 'sound' ? [] : verdict.mistakes.map(describe);
}

/** The sound content with one more or one changed file. */
export function withFile(path: string, text: string): Files {
  return { ...SOUND, [path]: text };
}

/** The mistakes of the sound card after one edit. */
export function mistakesAfter(from: string, to: string): readonly string[] {
  if (!CARD.includes(from)) throw new Error(`The card does not hold ${from}`);
  return mistakesIn(withFile(ONE, CARD.replace(from, to)));
}

export function fence(label: string, ...lines: readonly string[]): string {
  return ['```', label, '\n', ...lines.map((line) => `${line}\n`), '```\n'].join('');
}
