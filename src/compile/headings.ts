// The rules of a card's headings: which there are and their order.

import type { MarkdownTree, Part } from './markdown.ts';
import type { Report } from './mistake.ts';
import { nearest } from './nearest.ts';

const TITLES = [
  'Given',
  'Say',
  'Points',
  'Code',
  'Why they ask',
  'Often said, but wrong',
  'Compare',
  'Diagram',
  'Coming',
] as const;

export type Title = (typeof TITLES)[number];

const REQUIRED: readonly Title[] = ['Say', 'Points', 'Why they ask'];

/** The parts of a card by their heading. */
export function readHeadings(body: MarkdownTree, report: Report): ReadonlyMap<Title, Part> {
  const parts = new Map<Title, Part>();
  let furthest: Title = TITLES[0];
  for (const part of body.parts) {
    const title = readTitle(part, report);
    if (!title) continue;
    const first = parts.get(title);
    if (first) {
      const wrong = `\`## ${title}\` stands twice, first on line ${first.line}.`;
      report(part.line, wrong, 'Join the two.');
      continue;
    }
    parts.set(title, part);
    if (TITLES.indexOf(title) >= TITLES.indexOf(furthest)) furthest = title;
    else {
      const wrong = `\`## ${title}\` stands after \`## ${furthest}\`.`;
      report(part.line, wrong, `Keep the order ${TITLES.join(' – ')}.`);
    }
    if (part.blocks.length === 0) {
      report(part.line, `\`## ${title}\` is empty.`, 'Fill it, or drop the heading.');
    }
  }
  return parts;
}

function readTitle(part: Part, report: Report): Title | undefined {
  const title = TITLES.find((candidate) => candidate === part.title && part.depth === 2);
  if (title) return title;
  const heading = `${'#'.repeat(part.depth)} ${part.title}`;
  const meant = nearest(part.title, TITLES);
  const mend = meant ? `Did you mean \`## ${meant}\`?` : `Use only ${TITLES.join(' – ')}.`;
  report(part.line, `There is no heading \`${heading}\`.`, mend);
  return undefined;
}

/** Reports each missing part on the line where it belongs. */
export function checkMissing(
  parts: ReadonlyMap<Title, Part>,
  lastLine: number,
  report: Report,
): void {
  for (const title of REQUIRED) {
    if (parts.has(title)) continue;
    const next = TITLES.slice(TITLES.indexOf(title)).find((later) => parts.has(later));
    const line = (next && parts.get(next)?.line) ?? lastLine;
    const mend = next ? `Write it above \`## ${next}\`.` : 'Write it at the end.';
    report(line, `The heading \`## ${title}\` is missing.`, mend);
  }
}
