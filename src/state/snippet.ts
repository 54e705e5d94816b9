// The one line of a card that shows best why a search found it.

import type { Card, CardId } from '../bank/card.ts';
import { excerpt, type Highlighted } from './highlight.ts';
import { linesOf } from './plainText.ts';
import { namesIn } from './searchTerms.ts';

export interface Snippet {
  readonly kind: 'words' | 'code';
  readonly text: Highlighted;
}

interface Line {
  readonly kind: Snippet['kind'];
  readonly text: string;
  /** Each with its pieces, and none twice. */
  readonly names: readonly (readonly string[])[];
}

const MOST_CHARACTERS = 140;

/** Reads every card beforehand, because there is no time for it between two letters. */
export function createSnippets() {
  const known = new Map<CardId, readonly Line[]>();

  return {
    read(card: Card): void {
      known.set(card.id, linesIn(card));
    },
    /** The line with the most words that were hit, if any: points before code before all else. */
    of(card: CardId, hits: ReadonlySet<string>): Snippet | null {
      const lines = known.get(card) ?? [];
      const isHit = (name: readonly string[]) => name.some((piece) => hits.has(piece));
      const counts = lines.map(({ names }) => names.filter(isHit).length);
      const most = Math.max(0, ...counts);
      const best = most > 0 && lines[counts.indexOf(most)];
      if (!best) return null;
      return { kind: best.kind, text: excerpt(best.text, hits, MOST_CHARACTERS) };
    },
  };
}

function linesIn({ points, given, code, say, wrong }: Card): readonly Line[] {
  const words = (text: string) => line('words', text);
  const prose = [say, ...wrong.flatMap(({ claim, truth }) => [claim, truth])];
  return [
    ...points.flatMap(linesOf).map(words),
    ...[...given, ...code].flatMap(({ html }) => linesOf(html)).map((text) => line('code', text)),
    ...prose.flatMap(linesOf).map(words),
  ];
}

function line(kind: Snippet['kind'], text: string): Line {
  const names = namesIn(text).map((name) => name.map((piece) => piece.text));
  return { kind, text, names: [...new Map(names.map((name) => [name[0], name])).values()] };
}
