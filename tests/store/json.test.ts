// Whatever the text, reading it in pieces comes to the same as reading it at once.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseInPieces } from '../../src/store/json.ts';

const NOT_JSON = Symbol('not JSON');

function atOnce(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return NOT_JSON;
  }
}

interface Read {
  readonly value: unknown;
  /** How often the text was parsed, or a part of it. */
  readonly parses: number;
  readonly pauses: number;
}

async function inPieces(text: string, batch: number): Promise<Read> {
  let parses = 0;
  let pauses = 0;
  const parse = (piece: string) => {
    parses += 1;
    return JSON.parse(piece) as unknown;
  };
  const pause = async () => {
    pauses += 1;
  };
  const value = await parseInPieces(text, 'list', parse, { batch, pause }).catch(() => NOT_JSON);
  return { value, parses, pauses };
}

const values = fc.jsonValue({ maxDepth: 3 });
const keys = fc.constantFrom('list', 'lists', 'other', 'l\\ist', 'a"list');
/** Objects with the list, or with something else by its name, in any place. */
const objects = fc
  .tuple(fc.array(fc.tuple(keys, values)), fc.array(values), fc.array(fc.tuple(keys, values)))
  .map(([before, list, after]) => [...before, ['list', list] as const, ...after])
  .map(
    (entries) =>
      `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value, null, 1)}`).join(', ')}}`,
  );
const texts = fc.oneof(
  objects,
  values.map((value) => JSON.stringify(value)),
);
const batches = fc.integer({ min: 1, max: 4 });

/** A sign put in, taken out or replaced anywhere. */
const damaged = fc
  .tuple(
    texts,
    fc.nat(),
    fc.constantFrom(0, 1),
    fc.constantFrom('', ',', '[', ']', '{', '}', '"', '\\', ':', '1', '"list":['),
  )
  .map(([text, place, gone, put]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + put + text.slice(at + gone);
  });

it('of JSON is the same value', async () => {
  await fc.assert(
    fc.asyncProperty(texts, batches, async (text, batch) => {
      expect((await inPieces(text, batch)).value).toEqual(atOnce(text));
    }),
    { numRuns: 3000 },
  );
});

it('of what is nearly JSON is the same, or nothing as well', async () => {
  let broken = 0;
  await fc.assert(
    fc.asyncProperty(damaged, batches, async (text, batch) => {
      const whole = atOnce(text);
      if (whole === NOT_JSON) broken += 1;
      expect((await inPieces(text, batch)).value).toEqual(whole);
    }),
    { numRuns: 6000 },
  );
  expect(broken).toBeGreaterThan(1000);
});

it.each([
  ['a key written in escapes that counts more', '{"list":[1],"\\u006cist":[2]}', { list: [2] }],
  ['the same key twice', '{"list":[1],"list":[2,3]}', { list: [2, 3] }],
  ['a list further in', '{"a":{"list":[1]}}', { a: { list: [1] } }],
  ['the key as a value', '{"a":"list","list":[1]}', { a: 'list', list: [1] }],
  ['an empty list', '{"list":[ ]}', { list: [] }],
  ['a hole', '{"list":[1,,2]}', NOT_JSON],
  ['a comma too many', '{"list":[1,]}', NOT_JSON],
  ['only a comma', '{"list":[,]}', NOT_JSON],
  ['brackets that do not match', '{"list":[[}],1]}', NOT_JSON],
  ['no end', '{"list":[1,2', NOT_JSON],
  ['a list of lists in a list', '["list":[1]]', NOT_JSON],
])('%s', async (_, text, value) => {
  for (const batch of [1, 2, 3]) expect((await inPieces(text, batch)).value).toEqual(value);
});

it('of a long list it parses no more than a batch at once, with a pause after each', async () => {
  const text = JSON.stringify({ list: Array.from({ length: 1000 }, (_, index) => ({ index })) });
  const { parses, pauses } = await inPieces(text, 100);
  expect(parses).toBe(1 + 10);
  expect(pauses).toBe(10);
});
