// The cheat sheet and the stamp: what they become, and every way they can be broken.

import { expect, test } from 'vitest';
import { compile } from '../../src/compile/compile.ts';
import { createRenderer } from '../../src/compile/render.ts';
import { validate } from '../../src/compile/validate.ts';
import { mistakesIn, SOUND, toContent } from './fixture.ts';

const GUIDE = '## First\n\n- Say *why*.\n- Then stop.\n\n## Second\n\n- Use `g`.\n';

test('sections become HTML in their order', () => {
  const verdict = validate(toContent({ ...SOUND, 'content/guide.md': GUIDE }));
  if (verdict.kind === 'broken') throw new Error('The fixture is broken');
  expect(compile(verdict.bank, createRenderer()).guide).toEqual([
    { title: 'First', html: '<ul>\n<li>Say <em>why</em>.</li>\n<li>Then stop.</li>\n</ul>' },
    { title: 'Second', html: '<ul>\n<li>Use <code>g</code>.</li>\n</ul>' },
  ]);
});

test.each([
  [
    `Hello\n\n${GUIDE}`,
    'content/guide.md:1 Text stands before the first section. Open with `## Title`.',
  ],
  [
    '## First\n\nText.\n',
    'content/guide.md:1 `First` holds more or less than bullets. Give it one list of bullets.',
  ],
  [
    '## First\n\n- One.\n\n### Deep\n\n- Two.\n',
    'content/guide.md:5 `Deep` is no section. Sections open with `##`.',
  ],
  [
    `## First\n\n- ${'word '.repeat(46)}\n`,
    'content/guide.md:3 The bullet has 46 words, at most 45 are allowed. Cut 1 word.',
  ],
  [
    '## First\n\n- See [it](http://example.org).\n',
    'content/guide.md:3 The link `http://example.org` is not https. Link to an https address, or put code in backticks.',
  ],
])('a broken guide is refused by line: %#', (text, mistake) => {
  expect(mistakesIn({ ...SOUND, 'content/guide.md': text })).toEqual([mistake]);
});

test('the stamp of the last run reaches the index', () => {
  const checked = { date: '2026-11-22', versions: { flask: '3.1.3' } };
  const stamp = JSON.stringify({ ...checked, content: 'a'.repeat(64) });
  const files = { ...SOUND, 'content/checked.json': stamp };
  const verdict = validate(toContent(files));
  if (verdict.kind === 'broken') throw new Error('The fixture is broken');
  expect(compile(verdict.bank, createRenderer()).bank.checked).toEqual(checked);
});

const LACKS = 'The stamp lacks `date`, `versions` or `content`.';

test.each([
  ['{', 'The stamp is not JSON.'],
  ['{"date": "2026-11-22", "versions": {}}', LACKS],
  ['{"date": "yesterday", "versions": {}}', LACKS],
  ['{"date": "2026-11-22", "versions": {"flask": 3}}', LACKS],
  ['null', LACKS],
])('a stamp that nobody could have written is refused: %s', (text, wrong) => {
  expect(mistakesIn({ ...SOUND, 'content/checked.json': text })).toEqual([
    `content/checked.json:1 ${wrong} Let \`npm run test:bank\` write it.`,
  ]);
});
