// A text with the words that a search hit, cut to a line or two.

import { termsIn } from './searchTerms.ts';

/** The pieces of a text in order; together they are all of it. */
export type Highlighted = readonly Piece[];

interface Piece {
  /** Where it begins. */
  readonly at: number;
  readonly text: string;
  readonly isHit: boolean;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** @param hits in lower case, as `termsIn` gives them */
export function highlight(text: string, hits: ReadonlySet<string>): Highlighted {
  return pieces(text, rangesOf(text, hits));
}

/** Characters before the first hit that stay, so that one sees where it stands. */
const BEFORE = 40;

/** @param most how many characters may stay; a single long hit is never cut */
export function excerpt(text: string, hits: ReadonlySet<string>, most: number): Highlighted {
  const ranges = rangesOf(text, hits);
  const first = ranges[0] ?? { start: 0, end: 0 };
  if (text.length <= most) return pieces(text, ranges);
  const earliest = Math.max(0, first.start - BEFORE, first.end - most);
  const from = wordAfter(text, Math.min(earliest, text.length - most), first);
  const to = wordBefore(text, Math.max(from + most, first.end), first);
  const before = from > 0 ? '… ' : '';
  const after = to < text.length ? ' …' : '';
  const moved = before.length - from;
  return pieces(
    before + text.slice(from, to) + after,
    ranges
      .filter(({ start, end }) => start >= from && end <= to)
      .map(({ start, end }) => ({ start: start + moved, end: end + moved })),
  );
}

/** In order, and where a hit lies in or beside another one, only one. */
function rangesOf(text: string, hits: ReadonlySet<string>): readonly Range[] {
  const found = termsIn(text)
    .filter((term) => hits.has(term.text))
    .sort((a, b) => a.start - b.start);
  const ranges: Range[] = [];
  for (const { start, end } of found) {
    const last = ranges.at(-1);
    if (last && start <= last.end) {
      ranges[ranges.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    } else ranges.push({ start, end });
  }
  return ranges;
}

function pieces(text: string, ranges: readonly Range[]): Highlighted {
  const edges = [0, ...ranges.flatMap(({ start, end }) => [start, end])];
  return edges
    .map((at, index) => ({ at, text: text.slice(at, edges[index + 1]), isHit: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}

/** The first place from here on where a word begins, at the latest the hit. */
function wordAfter(text: string, from: number, hit: Range): number {
  if (from === 0) return 0;
  const space = text.indexOf(' ', from - 1);
  return space < 0 || space + 1 > hit.start ? Math.min(from, hit.start) : space + 1;
}

/** The last place up to here where a word ends, at the earliest the hit. */
function wordBefore(text: string, to: number, hit: Range): number {
  if (to >= text.length) return text.length;
  const space = text.lastIndexOf(' ', to);
  return space < hit.end ? Math.max(hit.end, to) : space;
}
