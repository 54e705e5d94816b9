// Markdown text as parts under headings, in which every block knows its line.

import type { Env, Token } from 'markdown-it';
import { definitionsIn, type Mark, marksIn } from './marks.ts';
import { parser } from './parser.ts';

export interface Part {
  readonly title: string;
  /** 2 for `##`. */
  readonly depth: number;
  readonly line: number;
  /** Everything under the heading, as written. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

export type Block = Fence | Bullets | Paragraph | Bare<'table'> | Bare<'html'> | Other;

interface Paragraph {
  readonly kind: 'paragraph';
  readonly line: number;
  readonly text: string;
}

interface Bullets {
  readonly kind: 'bullets';
  readonly line: number;
  readonly items: readonly Item[];
}

export interface Item {
  readonly line: number;
  /** Its first line, as written. */
  readonly open: string;
  readonly blocks: readonly Block[];
}

export interface Fence {
  readonly kind: 'fence';
  readonly line: number;
  readonly language: string;
  /** What stands after the language. */
  readonly label: string;
  readonly code: string;
  readonly closed: boolean;
  /** Its first and its last line, as written. */
  readonly open: string;
  readonly close: string;
}

/** Nothing needs to be known of it but that it is there. */
interface Bare<Kind extends string> {
  readonly kind: Kind;
  readonly line: number;
}

/** A block that no card may hold, by a name an author knows. */
interface Other {
  readonly kind: 'other';
  readonly line: number;
  readonly name: string;
}

export interface MarkdownTree {
  /** What stands before the first heading. */
  readonly preamble: readonly Block[];
  readonly parts: readonly Part[];
  readonly marks: readonly Mark[];
}

/** Lines count from 1 in `text`; a text that stands inside a file is padded with empty lines. */
export function parseMarkdown(text: string): MarkdownTree {
  const env: Env = {};
  const tokens = parser.parse(text, env);
  const lines = text.split('\n');
  const starts = tokens.flatMap((token, index) =>
    token.type === 'heading_open' && token.level === 0 ? [index] : [],
  );
  const parts = starts.map((start, index): Part => {
    const end = starts[index + 1] ?? tokens.length;
    const heading = tokens[start];
    const textEnd = tokens[end]?.map?.[0] ?? lines.length;
    return {
      title: tokens[start + 1]?.content ?? '',
      depth: Number(heading?.tag.slice(1)),
      line: lineOf(heading),
      text: lines.slice(heading?.map?.[1] ?? 0, textEnd).join('\n'),
      blocks: toBlocks(tokens.slice(start + 3, end), lines),
    };
  });
  const preamble = toBlocks(tokens.slice(0, starts[0] ?? tokens.length), lines);
  const marks = [...marksIn(tokens, lines), ...definitionsIn(env, lines)];
  return { preamble, parts, marks };
}

/** The code blocks among the blocks, at any depth. */
export function fencesIn(blocks: readonly Block[]): readonly Fence[] {
  return blocks.flatMap((block): readonly Fence[] => {
    if (block.kind === 'fence') return [block];
    return block.kind === 'bullets' ? block.items.flatMap((item) => fencesIn(item.blocks)) : [];
  });
}

function lineOf(token: Token | undefined): number {
  return (token?.map?.[0] ?? 0) + 1;
}

function toBlocks(tokens: readonly Token[], lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [];
  for (let start = 0; start < tokens.length; ) {
    const end = endOf(tokens, start);
    blocks.push(toBlock(tokens.slice(start, end), lines));
    start = end;
  }
  return blocks;
}

/** The index after the block that opens at `start`. */
function endOf(tokens: readonly Token[], start: number): number {
  const open = tokens[start];
  if (open?.nesting !== 1) return start + 1;
  return 1 + tokens.findIndex((t, i) => i > start && t.nesting === -1 && t.level === open.level);
}

function toBlock(tokens: readonly Token[], lines: readonly string[]): Block {
  const [open] = tokens;
  const line = lineOf(open);
  switch (open?.type) {
    case 'paragraph_open':
      return { kind: 'paragraph', line, text: tokens[1]?.content ?? '' };
    case 'bullet_list_open':
      return { kind: 'bullets', line, items: toItems(tokens.slice(1, -1), lines) };
    case 'fence':
      return toFence(open, lines);
    case 'table_open':
      return { kind: 'table', line };
    case 'html_block':
      return { kind: 'html', line };
    default:
      return { kind: 'other', line, name: NAMES[open?.type ?? ''] ?? 'block' };
  }
}

const NAMES: Readonly<Record<string, string>> = {
  ordered_list_open: 'numbered list',
  blockquote_open: 'quotation',
  code_block: 'block of indented code',
  heading_open: 'heading',
  hr: 'rule',
};

function toItems(tokens: readonly Token[], lines: readonly string[]): readonly Item[] {
  const items: Item[] = [];
  for (let start = 0; start < tokens.length; ) {
    const end = endOf(tokens, start);
    const blocks = toBlocks(tokens.slice(start + 1, end - 1), lines);
    const line = lineOf(tokens[start]);
    items.push({ line, open: lines[line - 1] ?? '', blocks });
    start = end;
  }
  return items;
}

function toFence(token: Token, lines: readonly string[]): Fence {
  const [language = '', ...label] = token.info.trim().split(/\s+/);
  const open = lines[token.map?.[0] ?? 0] ?? '';
  const close = lines[(token.map?.[1] ?? 1) - 1] ?? '';
  const last = close.trim();
  const closed =
    token.map !== null &&
    token.map[1] - token.map[0] > 1 &&
    last.startsWith(token.markup) &&
    last === token.markup.charAt(0).repeat(last.length);
  const code = token.content.replace(/\n$/, '');
  const line = lineOf(token);
  return { kind: 'fence', line, language, label: label.join(' '), code, closed, open, close };
}
