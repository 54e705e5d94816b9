// The text of a card as a source tree: front matter and parts, every piece with its line.

import { type MarkdownTree, parseMarkdown } from './markdown.ts';
import { parseYaml, type YamlTree } from './yaml.ts';

export interface SourceCard {
  readonly topic: string;
  readonly id: string;
  readonly path: string;
  readonly front: YamlTree;
  readonly body: MarkdownTree;
  readonly lastLine: number;
}

/** `path` ends in `<topic>/<card-id>.md`. Never throws: what cannot be read is in the tree. */
export function parseCard(path: string, text: string): SourceCard {
  const [topic = '', file = ''] = path.split('/').slice(-2);
  const lines = text.split('\n');
  const close = lines[0] === '---' ? lines.indexOf('---', 1) : -1;
  return {
    topic,
    id: file.replace(/\.md$/, ''),
    path,
    front: close === -1 ? noFront(lines[0] === '---') : parseYaml(padded(lines, 1, close)),
    body: parseMarkdown(padded(lines, close === -1 ? headingIn(lines) : close + 1, lines.length)),
    lastLine: text.trimEnd().split('\n').length,
  };
}

/** The lines from `start` to `end` at their own place, so that line numbers hold. */
function padded(lines: readonly string[], start: number, end: number): string {
  return '\n'.repeat(start) + lines.slice(start, end).join('\n');
}

/** Where the parts begin when front matter is not there to say so. */
function headingIn(lines: readonly string[]): number {
  const heading = lines.findIndex((line) => line.startsWith('## '));
  return heading === -1 ? lines.length : heading;
}

function noFront(opened: boolean): YamlTree {
  const wrong = opened ? 'The front matter is left open.' : 'The card has no front matter.';
  const mend = opened
    ? 'Close it with a line `---`.'
    : 'Open the card with `---`, its fields, and `---`.';
  return { kind: 'broken', problems: [{ line: 1, wrong, mend }] };
}
