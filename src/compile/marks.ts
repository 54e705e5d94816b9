// What has a rule of its own wherever it stands in a text: HTML, images, links and definitions.

import type { Env, Token } from 'markdown-it';
import { parser } from './parser.ts';

export interface Mark {
  readonly kind: 'html' | 'image' | 'link' | 'definition';
  readonly line: number;
  /** The tag, or the address. */
  readonly text: string;
}

/** The marks of a text that stands on one line, such as a question. */
export function marksOf(text: string, line: number): readonly Mark[] {
  return marksIn(parser.parseInline(text, {}), [text]).map((mark) => ({ ...mark, line }));
}

/** The marks of a whole text, whose lines are `lines`. */
export function marksIn(tokens: readonly Token[], lines: readonly string[]): readonly Mark[] {
  let line = 1;
  return tokens.flatMap((token): readonly Mark[] => {
    // Table cells have no line of their own; they take that of their row.
    if (token.map) line = token.map[0] + 1;
    if (token.type === 'html_block') {
      return [{ kind: 'html', line, text: token.content.trim().split('\n')[0] ?? '' }];
    }
    return inlineMarks(token.children ?? [], line, lines);
  });
}

/** Lines like `[name]: address`, which vanish from the text and work only in their own part. */
export function definitionsIn(env: Env, lines: readonly string[]): readonly Mark[] {
  return Object.keys(env.references ?? {}).map((label) => {
    const start = `[${label}]:`;
    const found = lines.findIndex((line) => line.trim().toUpperCase().startsWith(start));
    return { kind: 'definition', line: found + 1, text: lines[found]?.trim() ?? start };
  });
}

function inlineMarks(tokens: readonly Token[], start: number, lines: readonly string[]) {
  let line = start;
  return tokens.flatMap((token): readonly Mark[] => {
    if (token.type === 'softbreak' || token.type === 'hardbreak') line += 1;
    const mark = toMark(token);
    if (!mark) return [];
    // Inline code that runs over a line end hides a break, so look for the text itself.
    const found = lines.findIndex((l, index) => index >= line - 1 && l.includes(mark.text));
    if (found !== -1) line = found + 1;
    return [{ ...mark, line }];
  });
}

function toMark(token: Token): Omit<Mark, 'line'> | undefined {
  if (token.type === 'html_inline') return { kind: 'html', text: token.content };
  if (token.type === 'image') return { kind: 'image', text: String(token.attrGet('src')) };
  if (token.type === 'link_open') return { kind: 'link', text: String(token.attrGet('href')) };
  return undefined;
}
