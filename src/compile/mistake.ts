// A mistake an author made: where it is, what is wrong, and how to mend it.

export interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly wrong: string;
  readonly mend: string;
}

/** How the rules of one file speak of a mistake. Both texts are whole sentences. */
export type Report = (line: number, wrong: string, mend: string) => void;

/** A report that adds to `mistakes`, all in `file`. */
export function reportOn(file: string, mistakes: Mistake[]): Report {
  return (line, wrong, mend) => {
    mistakes.push({ file, line, wrong, mend });
  };
}

/** `content/x/y.md:12 Say has 71 words, at most 60 are allowed. Cut 11 words.` */
export function describe(mistake: Mistake): string {
  return `${mistake.file}:${mistake.line} ${mistake.wrong} ${mistake.mend}`;
}

/** By file, then by line, so that an author walks through each file once. */
export function inOrder(mistakes: readonly Mistake[]): readonly Mistake[] {
  return [...mistakes].sort((a, b) => compare(a.file, b.file) || a.line - b.line);
}

/** By code unit, because a locale would order differently from machine to machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `1 word`, `2 words`. */
export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}

/** `a, b or c`. */
export function oneOf(names: readonly string[]): string {
  return names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} or ${names[names.length - 1]}`;
}
