// YAML text as a tree in which every value knows its line.

import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';

export type YamlNode =
  | { readonly kind: 'scalar'; readonly line: number; readonly value: unknown }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly YamlNode[] }
  | YamlMap;

export interface YamlMap {
  readonly kind: 'map';
  readonly line: number;
  readonly entries: readonly YamlEntry[];
}

export interface YamlEntry {
  readonly key: string;
  /** The line of the key. */
  readonly line: number;
  readonly value: YamlNode;
}

interface YamlProblem {
  readonly line: number;
  readonly wrong: string;
  readonly mend: string;
}

export type YamlTree =
  | { readonly kind: 'sound'; readonly root: YamlNode }
  | { readonly kind: 'broken'; readonly problems: readonly YamlProblem[] };

const QUOTE = 'Put a value that holds `: `, ` #`, a backtick or a quote in double quotes.';

/** Lines count from 1 in `text`; a text that stands inside a file is padded with empty lines. */
export function parseYaml(text: string): YamlTree {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems: YamlProblem[] = document.errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    wrong: `This is not YAML: ${error.message.replace(/\.$/, '')}.`,
    mend: error.code === 'DUPLICATE_KEY' ? 'Keep one of them.' : QUOTE,
  }));
  const root = toNode(document.contents, 1, lines, problems);
  return problems.length > 0 ? { kind: 'broken', problems } : { kind: 'sound', root };
}

function toNode(
  node: unknown,
  lineAbove: number,
  lines: LineCounter,
  problems: YamlProblem[],
): YamlNode {
  const line = lineOf(node, lineAbove, lines);
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => {
      const keyLine = lineOf(key, line, lines);
      return { key: String(key), line: keyLine, value: toNode(value, keyLine, lines, problems) };
    });
    return { kind: 'map', line, entries };
  }
  if (isSeq(node)) {
    return {
      kind: 'list',
      line,
      items: node.items.map((item) => toNode(item, line, lines, problems)),
    };
  }
  // A ` #` in an unquoted value silently drops the rest of it.
  if (isScalar(node) && typeof node.value === 'string' && node.comment) {
    const wrong = `The text after \`#\` is a comment, so "${node.comment.trim()}" is lost.`;
    problems.push({ line, wrong, mend: 'Put the value in double quotes, or drop the comment.' });
  }
  return { kind: 'scalar', line, value: isScalar(node) ? node.value : null };
}

function lineOf(node: unknown, lineAbove: number, lines: LineCounter): number {
  const range = isMap(node) || isSeq(node) || isScalar(node) ? node.range : undefined;
  return range ? lines.linePos(range[0]).line : lineAbove;
}
