// Parses a long JSON text a piece at a time, so that a page stays awake over a file of many megabytes.

export interface Pace {
  /** Values of the list to parse without a pause. */
  readonly batch: number;
  /** Called between two pieces. */
  readonly pause: () => Promise<void>;
}

/** Characters to look through without a pause. */
const STEP = 500_000;

/** A list apart from the text around it. */
interface Split {
  /** The text with an empty list instead. */
  readonly frame: string;
  readonly batches: readonly Batch[];
}

/** So many values as they stand in the list, with the commas between them. */
interface Batch {
  readonly text: string;
  readonly values: number;
}

/**
 * What `parse` makes of the whole text, but the list under `key` in the outermost object is parsed
 * in batches. If the frame is JSON and each batch a list of as many values as it has commas and one,
 * then the whole is JSON and the same; if one of them is not, neither is the whole.
 *
 * @param parse throws for what is no JSON
 * @throws as `parse` does
 */
export async function parseInPieces(
  text: string,
  key: string,
  parse: (text: string) => unknown,
  pace: Pace,
): Promise<unknown> {
  const split = await splitList(text, key, pace);
  if (!split) return parse(text);
  const frame = parse(split.frame) as Record<string, unknown>;
  const values: unknown[] = [];
  for (const batch of split.batches) {
    const parsed = parse(`[${batch.text}]`) as readonly unknown[];
    const isEmptyList = split.batches.length === 1 && parsed.length === 0;
    if (parsed.length !== batch.values && !isEmptyList) throw new SyntaxError('A value is missing');
    for (const value of parsed) values.push(value);
    await pace.pause();
  }
  return { ...frame, [key]: values };
}

/** `null` where there is no such list, or where it is not plain which one counts. */
async function splitList(text: string, key: string, pace: Pace): Promise<Split | null> {
  const signs = /["[\]{},]/g;
  const batches: Batch[] = [];
  let start = -1;
  let end = -1;
  let from = 0;
  let values = 1;
  let depth = 0;
  let seen = 0;

  for (let found = signs.exec(text); found; found = signs.exec(text)) {
    const at = found.index;
    if (at - seen > STEP) {
      await pace.pause();
      seen = at;
    }
    const isInList = start !== -1 && end === -1 && depth === 2;
    switch (found[0]) {
      case '"': {
        const after = endOfString(text, at);
        if (after === -1) return null;
        signs.lastIndex = after;
        if (depth !== 1) break;
        // An escape may hide the same key.
        if (text.slice(at, after).includes('\\')) return null;
        if (text.slice(at + 1, after - 1) !== key) break;
        if (!isKey(text, after)) break;
        if (start !== -1) return null;
        const opening = openingAfter(text, after);
        if (opening === -1) return null;
        start = opening;
        from = opening;
        depth = 2;
        signs.lastIndex = opening;
        break;
      }
      case ',':
        if (isInList && values === pace.batch) {
          batches.push({ text: text.slice(from, at), values });
          from = at + 1;
          values = 0;
        }
        if (isInList) values += 1;
        break;
      case '[':
      case '{':
        depth += 1;
        break;
      default:
        depth -= 1;
        if (!isInList) break;
        end = at;
        batches.push({ text: text.slice(from, at), values });
    }
  }
  return end === -1 ? null : { frame: text.slice(0, start) + text.slice(end), batches };
}

/** The place behind the closing quote, -1 without one. */
function endOfString(text: string, opening: number): number {
  for (let at = text.indexOf('"', opening + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return -1;
}

function isKey(text: string, after: number): boolean {
  const colon = /\s*:/y;
  colon.lastIndex = after;
  return colon.test(text);
}

/** The place behind the bracket that opens a list as the value of a key that ends here, or -1. */
function openingAfter(text: string, key: number): number {
  const opening = /\s*:\s*\[/y;
  opening.lastIndex = key;
  return opening.test(text) ? opening.lastIndex : -1;
}
