// The rules of a card's parts: what each may hold.

import { fileIn, readCode } from './code.ts';
import type { CodeDraft, ExtraDraft, PartsDraft, WrongDraft } from './draft.ts';
import { checkMissing, readHeadings, type Title } from './headings.ts';
import { type Block, fencesIn, type Item, type MarkdownTree, type Part } from './markdown.ts';
import type { Report } from './mistake.ts';
import { checkMarks, checkSentence, checkWords } from './prose.ts';

const MOST_WORDS = 60;
const FEWEST_POINTS = 3;
const MOST_POINTS = 6;

/** The parts of a card; meaningless if anything was reported. */
export function readParts(body: MarkdownTree, lastLine: number, report: Report): PartsDraft {
  checkMarks(body.marks, report);
  const stray = body.preamble.find((block) => block.kind !== 'html');
  if (stray) {
    report(stray.line, 'Text stands before the first heading.', 'Move it under a heading.');
  }
  const parts = readHeadings(body, report);
  // An open block swallows the headings after it; calling them missing would mislead.
  if (checkClosed(body, report)) checkMissing(parts, lastLine, report);
  checkFiles(parts, report);
  return {
    given: readBlocks(parts.get('Given'), 'optional', report),
    say: readSpoken(parts.get('Say'), report),
    points: readPoints(parts.get('Points'), report),
    code: readBlocks(parts.get('Code'), 'required', report),
    why: readSpoken(parts.get('Why they ask'), report),
    wrong: readWrong(parts.get('Often said, but wrong'), report),
    extras: [
      ...readCompare(parts.get('Compare'), report),
      ...readDiagram(parts.get('Diagram'), report),
      ...readComing(parts.get('Coming'), report),
    ],
  };
}

function checkClosed({ preamble, parts }: MarkdownTree, report: Report): boolean {
  const fences = fencesIn([...preamble, ...parts.flatMap((part) => part.blocks)]);
  const open = fences.filter((fence) => !fence.closed);
  for (const { line } of open) {
    report(line, 'The code block is left open.', 'Close it with a line of three backticks.');
  }
  return open.length === 0;
}

/** The bank tests know a block by its file, in Given by its place. */
function checkFiles(parts: ReadonlyMap<Title, Part>, report: Report): void {
  const lines = new Map<string, number>();
  for (const [title, part] of parts) {
    if (title === 'Given') continue;
    for (const { label, line } of fencesIn(part.blocks)) {
      const file = fileIn(label);
      const first = file && lines.get(file);
      if (first) {
        const wrong = `The file \`${file}\` stands twice, first on line ${first}.`;
        report(line, wrong, 'Join the two, or rename one.');
      } else if (file) lines.set(file, line);
    }
  }
}

function readBlocks(
  part: Part | undefined,
  file: 'required' | 'optional',
  report: Report,
): readonly CodeDraft[] {
  if (!part) return [];
  return only(part, ['fence'], 'code blocks', report).flatMap(
    (fence) => readCode(fence, file, report) ?? [],
  );
}

function readSpoken(part: Part | undefined, report: Report): string {
  if (!part) return '';
  only(part, ['paragraph'], 'paragraphs', report);
  checkWords(part.title, part.text, MOST_WORDS, part.line, report);
  return part.text;
}

function readPoints(part: Part | undefined, report: Report): readonly string[] {
  if (!part) return [];
  const items = only(part, ['bullets'], 'bullet points', report).flatMap((list) => list.items);
  if (items.length > 0 && items.length < FEWEST_POINTS) {
    const wrong = `Points has ${items.length}, at least ${FEWEST_POINTS} are needed.`;
    report(part.line, wrong, `Add ${FEWEST_POINTS - items.length}.`);
  }
  if (items.length > MOST_POINTS) {
    const wrong = `Points has ${items.length}, at most ${MOST_POINTS} are allowed.`;
    report(part.line, wrong, `Cut or join ${items.length - MOST_POINTS}.`);
  }
  return items.map((item) => {
    const text = textOf(item);
    if (text) checkSentence('The point', text, item.line, report);
    else report(item.line, 'The point is not one plain sentence.', 'Write one sentence a bullet.');
    return text ?? '';
  });
}

const PAIR = /^claim:\s+(?<claim>\S[\s\S]*)\n\s*truth:\s+(?<truth>\S[\s\S]*)$/;

function readWrong(part: Part | undefined, report: Report): readonly WrongDraft[] {
  if (!part) return [];
  const items = only(part, ['bullets'], 'bullet pairs', report).flatMap((list) => list.items);
  return items.flatMap((item) => {
    // The bank tests count the lines that start so.
    if (!item.open.startsWith('- claim:')) {
      const mend = 'Write `- claim:` at the start of the line.';
      report(item.line, 'The bullet does not start with `- claim:`.', mend);
      return [];
    }
    const { claim, truth } = PAIR.exec(textOf(item) ?? '')?.groups ?? {};
    const again = `${claim}\n${truth}`.match(/^\s*(?:claim|truth):/gm);
    if (claim && truth && !again) return [{ claim, truth }];
    const mend = 'Write `- claim: …` and under it, indented, `truth: …`, once each.';
    report(item.line, 'The bullet is not a pair of `claim:` and `truth:`.', mend);
    return [];
  });
}

function readCompare(part: Part | undefined, report: Report): readonly ExtraDraft[] {
  if (!part) return [];
  const [, second] = only(part, ['table'], 'one table', report);
  if (second) report(second.line, 'Compare has more than one table.', 'Keep one.');
  return [{ title: part.title, text: part.text }];
}

function readDiagram(part: Part | undefined, report: Report): readonly ExtraDraft[] {
  if (!part) return [];
  const fences = only(part, ['fence'], 'one `text` block', report);
  const [, second] = fences;
  if (second) report(second.line, 'Diagram has more than one block.', 'Keep one.');
  for (const fence of fences) {
    const code = readCode(fence, 'optional', report);
    if (!code || code.language === 'text') continue;
    report(fence.line, `The diagram is \`${code.language}\`.`, 'Make it a `text` block.');
  }
  return [{ title: part.title, text: part.text }];
}

function readComing(part: Part | undefined, report: Report): readonly ExtraDraft[] {
  if (!part) return [];
  const what = 'paragraphs, bullets and code blocks';
  const blocks = only(part, ['paragraph', 'bullets', 'fence'], what, report);
  for (const fence of fencesIn(blocks)) {
    readCode(fence, fence.language === 'text' ? 'optional' : 'required', report);
  }
  return [{ title: part.title, text: part.text }];
}

type BlockOf<Kind extends Block['kind']> = Extract<Block, { readonly kind: Kind }>;

/** The blocks that may stand in the part; every other is reported. */
function only<Kind extends Block['kind']>(
  part: Part,
  kinds: readonly Kind[],
  what: string,
  report: Report,
): readonly BlockOf<Kind>[] {
  const allowed: readonly string[] = kinds;
  for (const block of part.blocks) {
    // HTML is reported wherever it stands, so not again here.
    if (allowed.includes(block.kind) || block.kind === 'html') continue;
    const wrong = `${part.title} holds a ${nameOf(block)}, but only ${what} may stand here.`;
    report(block.line, wrong, 'Move it to another part, or drop it.');
  }
  return part.blocks.filter((block): block is BlockOf<Kind> => allowed.includes(block.kind));
}

const NAMES = {
  paragraph: 'paragraph',
  bullets: 'bullet list',
  fence: 'code block',
  table: 'table',
  html: 'tag',
} as const;

function nameOf(block: Block): string {
  return block.kind === 'other' ? block.name : NAMES[block.kind];
}

/** The text of a bullet that holds one paragraph and nothing else. */
function textOf({ blocks }: Item): string | undefined {
  const [block, second] = blocks;
  return block?.kind === 'paragraph' && !second ? block.text : undefined;
}
