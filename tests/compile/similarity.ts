// How much two questions ask the same: the cosine of their words, where rare words weigh more.

type Vector = ReadonlyMap<string, number>;

const WORD = /[a-z0-9_]{2,}/g;

/** Cuts what English adds to a word, crudely: "requests", "requested" and "request" are one. */
function stem(word: string): string {
  return word.replace(/(?:ing|ed|es|s)$/, '');
}

function wordsOf(text: string): readonly string[] {
  return [...new Set((text.toLowerCase().match(WORD) ?? []).map(stem))];
}

function cosine(a: Vector, b: Vector): number {
  let dot = 0;
  for (const [word, weight] of a) dot += weight * (b.get(word) ?? 0);
  return dot / (length(a) * length(b) || 1);
}

function length(vector: Vector): number {
  return Math.hypot(...vector.values());
}

export interface Pair {
  readonly a: string;
  readonly b: string;
  /** 0 for no word in common, 1 for the same words. */
  readonly similarity: number;
}

/** All pairs of texts, most alike first. */
export function mostAlike(texts: ReadonlyMap<string, string>): readonly Pair[] {
  const words = new Map([...texts].map(([id, text]) => [id, wordsOf(text)]));
  const spread = new Map<string, number>();
  for (const word of [...words.values()].flat()) spread.set(word, (spread.get(word) ?? 0) + 1);
  const vectors = [...words].map(([id, list]): readonly [string, Vector] => [
    id,
    new Map(list.map((word) => [word, Math.log(texts.size / (spread.get(word) ?? 1))])),
  ]);
  return vectors
    .flatMap(([a, first], index) =>
      vectors
        .slice(index + 1)
        .map(([b, second]): Pair => ({ a, b, similarity: cosine(first, second) })),
    )
    .sort((x, y) => y.similarity - x.similarity);
}
