import { expect, test } from 'vitest';
import { mistakesAfter, ONE } from './fixture.ts';

test.each<[string, string, string, string]>([
  [
    'no front matter',
    '---\nquestion',
    'question',
    '1 The card has no front matter. Open the card with `---`, its fields, and `---`.',
  ],
  [
    'front matter left open',
    '---\n\n## Say',
    '\n## Say',
    '1 The front matter is left open. Close it with a line `---`.',
  ],
  [
    'question missing',
    'question: What does `g` hold?\n',
    '',
    '1 The field `question` is missing. Add a line `question: …`.',
  ],
  [
    'followUps missing',
    'followUps: [two]\n',
    '',
    '1 The field `followUps` is missing. Add a line `followUps: …`.',
  ],
  [
    'unknown field',
    'level: mid',
    'level: mid\nlevle: mid',
    '4 There is no field `levle`. Did you mean `level`?',
  ],
  [
    'unknown field far from all',
    'level: mid',
    'level: mid\nauthor: me',
    '4 There is no field `author`. Use only question, level, followUps, sources, core.',
  ],
  [
    'a field twice',
    'level: mid',
    'level: mid\nlevel: mid',
    '4 This is not YAML: Map keys must be unique. Keep one of them.',
  ],
  [
    'unquoted colon',
    'level: mid',
    'level: mid: x',
    '3 This is not YAML: Nested mappings are not allowed in compact mappings. Put a value that holds `: `, ` #`, a backtick or a quote in double quotes.',
  ],
  [
    'unquoted hash',
    'level: mid',
    'level: mid # or so',
    '3 The text after `#` is a comment, so "or so" is lost. Put the value in double quotes, or drop the comment.',
  ],
  [
    'empty question',
    'What does `g` hold?',
    '""',
    '2 `question` is not a line of text. Write one line of text.',
  ],
  [
    'HTML in the question',
    'What does `g`',
    'What does <b>',
    '2 `<b>` is HTML. Put code in backticks, or drop the tag.',
  ],
  ['level', 'level: mid', 'level: Mid', '3 `level` is `Mid`. Use junior, mid or senior.'],
  [
    'core',
    'level: mid',
    'level: mid\ncore: yes',
    '4 `core` is `yes`. Write `core: true`, or leave it out.',
  ],
  [
    'core with too few follow-ups',
    'level: mid',
    'level: mid\ncore: true',
    '5 A core question has 1 follow-up. Name at least 2 cards an interviewer would ask next.',
  ],
  [
    'followUps not a list',
    '[two]',
    'two',
    '4 `followUps` is not a list. Write `[first-id, second-id]` or `[]`.',
  ],
  ['follow-up not an id', '[two]', '[two, 3]', '4 A follow-up is `3`. Write the id of a card.'],
  [
    'unknown follow-up',
    '[two]',
    '\n  - two\n  - towo',
    '6 There is no card `towo` to follow up. Did you mean `two`?',
  ],
  [
    'unknown follow-up far from all',
    '[two]',
    '[two, something-else]',
    '4 There is no card `something-else` to follow up. Write that card, or drop the follow-up.',
  ],
  ['own follow-up', '[two]', '[two, one]', '4 The card is its own follow-up. Name another card.'],
  ['follow-up twice', '[two]', '[two, two]', '4 The follow-up `two` stands twice. Keep one.'],
  [
    'no source',
    'sources:\n  - url: https://example.org/g\n    supports: what g holds',
    'sources: []',
    '5 The card has no source. Name one to three primary sources.',
  ],
  [
    'sources not a list',
    'sources:\n  - url: https://example.org/g\n    supports: what g holds',
    'sources:',
    '5 `sources` is not a list. Write a list of one to three, each with `url` and `supports`.',
  ],
  [
    'four sources',
    'sources:\n',
    `sources:\n${'  - { url: https://example.org, supports: x }\n'.repeat(3)}`,
    '5 The card has 4 sources, at most 3 are allowed. Keep those that carry the answer.',
  ],
  [
    'source not a map',
    '  - url: https://example.org/g\n    supports: what g holds',
    '  - https://example.org',
    '6 A source is `https://example.org`. Give it `url: …` and `supports: …`.',
  ],
  [
    'source without supports',
    '\n    supports: what g holds',
    '',
    '6 The field `supports` is missing. Add a line `supports: …`.',
  ],
  [
    'source with an unknown field',
    '\n    supports: what g holds',
    '\n    supports: x\n    support: x',
    '8 There is no field `support`. Did you mean `supports`?',
  ],
  [
    'source not https',
    'https:',
    'http:',
    '6 The source `http://example.org/g` is not an https address. Use its https address.',
  ],
])('%s', (_name, from, to, expected) => {
  expect(mistakesAfter(from, to)).toEqual([`${ONE}:${expected}`]);
});

test('one field that is wrong hides no other', () => {
  const found = mistakesAfter('level: mid\nfollowUps: [two]', 'followUps: [three]');
  expect(found.map((line) => line.split(' ')[0])).toEqual([`${ONE}:1`, `${ONE}:3`]);
});
