import { expect, test } from 'vitest';
import { CARD, END, fence, mistakesAfter, mistakesIn, ONE, withFile } from './fixture.ts';

const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');

test.each<[string, string, string, string]>([
  [
    'long Say',
    'It holds what one request needs.',
    words(71),
    '10 Say has 71 words, at most 60 are allowed. Cut 11 words.',
  ],
  [
    'long Why they ask',
    'It shows care.',
    words(61),
    '20 Why they ask has 61 words, at most 60 are allowed. Cut 1 word.',
  ],
  [
    'list in Say',
    'It holds what one request needs.',
    '- It holds.',
    '12 Say holds a bullet list, but only paragraphs may stand here. Move it to another part, or drop it.',
  ],
  ['two points', '- One point.\n', '', '14 Points has 2, at least 3 are needed. Add 1.'],
  [
    'seven points',
    '- One point.\n',
    '- A point.\n'.repeat(5),
    '14 Points has 7, at most 6 are allowed. Cut or join 1.',
  ],
  [
    'point of two sentences',
    'Another point.',
    'Another `p. P` point. And `more` of it.',
    '17 The point has 2 sentences. Make it one sentence, or split it into points.',
  ],
  [
    'point without an end',
    'Another point.',
    'Another point',
    '17 The point does not end like a sentence. End it with a period.',
  ],
  [
    'point with a list',
    'Another point.',
    'Another point.\n  - Inner.',
    '17 The point is not one plain sentence. Write one sentence a bullet.',
  ],
  [
    'text among the points',
    'A third point.\n',
    'A third point.\n\nAnd so on.\n',
    '20 Points holds a paragraph, but only bullet points may stand here. Move it to another part, or drop it.',
  ],
  [
    'HTML',
    'what one',
    'what\n`a\nb` <b> one',
    '14 `<b>` is HTML. Put code in backticks, or drop the tag.',
  ],
  [
    'HTML block',
    END,
    `${END}\n<div>\n`,
    '24 `<div>` is HTML. Put code in backticks, or drop the tag.',
  ],
  [
    'HTML comment',
    END,
    `${END}\n<!-- note -->\n`,
    '24 `<!-- note -->` is HTML. Put code in backticks, or drop the tag.',
  ],
  [
    'link',
    'It shows care.',
    'It shows [care](http://example.org).',
    '22 The link `http://example.org` is not https. Link to an https address, or put code in backticks.',
  ],
  [
    'definition of a link',
    END,
    `${END}\n## Coming\n\nSee [it][Flask].\n\n[Flask]: https://example.org\n`,
    '28 `[Flask]: https://example.org` defines a link and would vanish. Write the link in place, or put code in backticks.',
  ],
  [
    'indented code',
    END,
    `${END}\n## Coming\n\n    x = 1\n`,
    '26 Coming holds a block of indented code, but only paragraphs, bullets and code blocks may stand here. Move it to another part, or drop it.',
  ],
  [
    'route outside of backticks',
    'It shows care.',
    'It shows <int:id>.',
    '22 The link `int:id` is not https. Link to an https address, or put code in backticks.',
  ],
  [
    'image',
    'It shows care.',
    '![It](https://example.org/a.png) shows.',
    '22 `https://example.org/a.png` is an image. Say it in words, or draw it under `## Diagram`.',
  ],
  [
    'claim without truth',
    END,
    `${END}\n## Often said, but wrong\n\n- claim: It is.\n`,
    '26 The bullet is not a pair of `claim:` and `truth:`. Write `- claim: …` and under it, indented, `truth: …`, once each.',
  ],
  [
    'two claims in a bullet',
    END,
    `${END}\n## Often said, but wrong\n\n- claim: A.\n  truth: B.\n  claim: C.\n  truth: D.\n`,
    '26 The bullet is not a pair of `claim:` and `truth:`. Write `- claim: …` and under it, indented, `truth: …`, once each.',
  ],
  [
    'claim after a star',
    END,
    `${END}\n## Often said, but wrong\n\n* claim: A.\n  truth: B.\n`,
    '26 The bullet does not start with `- claim:`. Write `- claim:` at the start of the line.',
  ],
  [
    'claim after two spaces',
    END,
    `${END}\n## Often said, but wrong\n\n-  claim: A.\n   truth: B.\n`,
    '26 The bullet does not start with `- claim:`. Write `- claim:` at the start of the line.',
  ],
  [
    'two tables',
    END,
    `${END}\n## Compare\n\n| a |\n|---|\n| b |\n\n| a |\n|---|\n| b |\n`,
    '30 Compare has more than one table. Keep one.',
  ],
  [
    'text in Compare',
    END,
    `${END}\n## Compare\n\nSo:\n\n| a |\n|---|\n| b |\n`,
    '26 Compare holds a paragraph, but only one table may stand here. Move it to another part, or drop it.',
  ],
  [
    'HTML in a table',
    END,
    `${END}\n## Compare\n\n| a |\n|---|\n| <b> |\n`,
    '28 `<b>` is HTML. Put code in backticks, or drop the tag.',
  ],
  [
    'numbered list',
    END,
    `${END}\n## Coming\n\n1. One.\n`,
    '26 Coming holds a numbered list, but only paragraphs, bullets and code blocks may stand here. Move it to another part, or drop it.',
  ],
])('%s', (_name, from, to, expected) => {
  expect(mistakesAfter(from, to)).toEqual([`${ONE}:${expected}`]);
});

test('a card may use every part, and code may look like HTML', () => {
  const given = `## Given\n\n${fence('python', 'x: Mapped[int] # <int:id>')}\n## Say`;
  const rest = [
    `## Code\n\n${fence('python file=app/mail.py', 'x = 1')}${fence('jinja file=a.html', '<p>')}`,
    `## Why they ask\n\n${END}`,
    '## Often said, but wrong\n\n- claim: It is `<b>`,\n  or so.\n  truth: It is\n  not.\n',
    '## Compare\n\n| a | b |\n|---|---|\n| c | `<d>` |\n',
    `## Diagram\n\n${fence('text', 'a -> b')}`,
    '## Coming\n\nFlask 3.2 is [coming](https://example.org).\n',
  ].join('\n');
  const text = CARD.replace('## Say', given).replace(`## Why they ask\n\n${END}`, rest);
  expect(mistakesIn(withFile(ONE, text))).toEqual([]);
});

test.each([
  'Use `a. B` and e.g. Jinja, i.e. HTML.',
  'Python 3.12 knows `X`.',
  'He asks "why?" and waits.',
  'It ends with `code`.',
  'It ends with **weight.**',
  'See [Flask](https://example.org/a.B).',
])('one sentence: %s', (point) => {
  expect(mistakesAfter('Another point.', point)).toEqual([]);
});

test('a code block left open in a list is found', () => {
  expect(mistakesAfter('A third point.', 'A third point.\n- ```sh\n  ls')).toContain(
    `${ONE}:19 The code block is left open. Close it with a line of three backticks.`,
  );
});
