import { expect, test } from 'vitest';
import { CARD, mistakesIn, ONE, OTHER_CARD, SOUND, TOPIC } from './fixture.ts';

test('sound content has no mistake', () => {
  expect(mistakesIn(SOUND)).toEqual([]);
});

const BETA = 'title: Beta\norder: 2\nsummary: The second.\n';

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    'the id of two cards',
    { 'content/beta/topic.yaml': BETA, 'content/beta/two.md': OTHER_CARD },
    'content/beta/two.md:1 The id `two` is also that of content/alpha/two.md. Rename the newer file.',
  ],
  [
    'an id with capitals',
    { 'content/alpha/Three_x.md': OTHER_CARD },
    'content/alpha/Three_x.md:1 `Three_x` is not an id. Name the file in lower-case words joined by hyphens.',
  ],
  [
    'a retired id',
    { 'content/retired.txt': '# old\n\nthree\n', 'content/alpha/three.md': OTHER_CARD },
    'content/alpha/three.md:1 The id `three` is retired: learners have ratings for the old card. Give the file another name.',
  ],
  [
    'a retired follow-up',
    { 'content/retired.txt': 'old\n', [ONE]: CARD.replace('[two]', '[old]') },
    `${ONE}:4 There is no card \`old\` to follow up. It is retired: drop it.`,
  ],
  [
    'an id retired twice',
    { 'content/retired.txt': 'old\nold\n' },
    'content/retired.txt:2 The id `old` stands twice. Keep one.',
  ],
  [
    'a sentence among the retired',
    { 'content/retired.txt': 'old one\n' },
    'content/retired.txt:1 `old one` is not an id. Write one id a line.',
  ],
  [
    'no topic.yaml',
    { 'content/beta/three.md': OTHER_CARD },
    'content/beta/topic.yaml:1 The file is missing. Write it with title, order and summary.',
  ],
  [
    'an empty topic.yaml',
    { 'content/alpha/topic.yaml': '' },
    'content/alpha/topic.yaml:1 There are no fields. Write 3 fields: title, order, summary.',
  ],
  [
    'a topic without summary',
    { 'content/alpha/topic.yaml': 'title: A\norder: 1\n' },
    'content/alpha/topic.yaml:1 The field `summary` is missing. Add a line `summary: …`.',
  ],
  [
    'a topic with an unknown field',
    { 'content/alpha/topic.yaml': `${TOPIC}titel: A\n` },
    'content/alpha/topic.yaml:4 There is no field `titel`. Did you mean `title`?',
  ],
  [
    'an order in words',
    { 'content/alpha/topic.yaml': TOPIC.replace('1', 'first') },
    'content/alpha/topic.yaml:2 `order` is `first`. Write a whole number from 1.',
  ],
  [
    'an order twice',
    { 'content/beta/topic.yaml': BETA.replace('2', '1'), 'content/beta/three.md': OTHER_CARD },
    'content/beta/topic.yaml:2 The order 1 is also that of content/alpha/topic.yaml. Give each topic its own number.',
  ],
  [
    'a topic without cards',
    { 'content/beta/topic.yaml': BETA },
    'content/beta/topic.yaml:1 The topic has no card. Write one, or drop the folder.',
  ],
  [
    'a topic id with capitals',
    { 'content/Beta/topic.yaml': BETA, 'content/Beta/three.md': OTHER_CARD },
    'content/Beta/topic.yaml:1 `Beta` is not an id. Name the folder in lower-case words joined by hyphens.',
  ],
  [
    'a stray file',
    { 'content/notes.md': 'x' },
    'content/notes.md:1 The file has no place here. Move it to `<topic>/<card-id>.md`, or delete it.',
  ],
  [
    'a stray file in a topic',
    { 'content/alpha/a.png': 'x' },
    'content/alpha/a.png:1 The file has no place here. Move it to `<topic>/<card-id>.md`, or delete it.',
  ],
  [
    'a folder in a topic',
    { 'content/alpha/x/three.md': CARD },
    'content/alpha/x/three.md:1 The file has no place here. Move it to `<topic>/<card-id>.md`, or delete it.',
  ],
])('%s', (_name, files, expected) => {
  expect(mistakesIn({ ...SOUND, ...files })).toEqual([expected]);
});

test('README.md and retired.txt have their place', () => {
  const files = { 'content/README.md': '# How', 'content/retired.txt': 'old\n' };
  expect(mistakesIn({ ...SOUND, ...files })).toEqual([]);
});

test('all mistakes of all files come at once, by file and line', () => {
  const files = {
    ...SOUND,
    'content/alpha/two.md': OTHER_CARD.replace('mid', 'low')
      .replace('A third point', 'A third. Point')
      .replace('care', '<b>'),
    [ONE]: CARD.replace('https', 'http').replace('[two]', '[three]'),
    'content/alpha/topic.yaml': TOPIC.replace('1', '0'),
  };
  expect(mistakesIn(files).map((line) => line.split(' ')[0])).toEqual([
    'content/alpha/one.md:4',
    'content/alpha/one.md:6',
    'content/alpha/topic.yaml:2',
    'content/alpha/two.md:3',
    'content/alpha/two.md:18',
    'content/alpha/two.md:22',
  ]);
});
