// The words of a text as search knows them, each with its place.

export interface Term {
  /** In lower case. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A word, or a name such as `app.url_for`; also `N+1`. */
const NAME = /[\p{L}\p{N}_]+(?:[.+][\p{L}\p{N}_]+)*/gu;
const PLAIN_WORD = /^\p{L}?[\p{Ll}\p{N}]*$/u;
const MEMBER = /[^.+]+/g;
/** What people remember of a name: `url` and `for`, `Proxy` and `Fix`. */
const PART = /[\p{L}\p{N}]+?(?:(?=[._+]|$)|(?<=[\p{Ll}\p{N}])(?=\p{Lu}))/gu;

/** Every name, first as a whole. */
export function namesIn(text: string): readonly (readonly [Term, ...Term[]])[] {
  return [...text.matchAll(NAME)].map(({ 0: name, index }) => {
    const whole = term(name, index);
    return PLAIN_WORD.test(name) ? [whole] : [whole, ...piecesOf(name, index)];
  });
}

/** Every name as a whole and by its pieces, so that either finds it. */
export function termsIn(text: string): readonly Term[] {
  return namesIn(text).flat();
}

function piecesOf(name: string, index: number): readonly Term[] {
  const pieces = [...name.matchAll(MEMBER), ...name.matchAll(PART)]
    .filter(([piece]) => piece !== name)
    .map(({ 0: piece, index: at }) => term(piece, index + at));
  // A member that is one word is its own part.
  return [...new Map(pieces.map((piece) => [`${piece.start} ${piece.end}`, piece])).values()];
}

function term(text: string, start: number): Term {
  return { text: text.toLowerCase(), start, end: start + text.length };
}
