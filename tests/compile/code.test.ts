import { expect, test } from 'vitest';
import { CARD, END, fence, mistakesAfter, mistakesIn, ONE, withFile } from './fixture.ts';

test.each<[string, string, string, string]>([
  [
    'without file',
    'Code',
    fence('python', 'x = 1'),
    '22 The code block names no file. Add it after the language: ```python file=app/mail.py.',
  ],
  [
    'without language',
    'Code',
    fence('file=a.py', 'x = 1'),
    '22 The code block has no language. Name it after the backticks: ```python.',
  ],
  [
    'with another label',
    'Code',
    fence('python title=a.py', 'x = 1'),
    '22 The label `title=a.py` is not a file. Write only the language and the file: ```python file=app/mail.py.',
  ],
  [
    'by a habit',
    'Code',
    fence('bash file=a.sh', 'ls'),
    '22 There is no language `bash`. Did you mean `sh`?',
  ],
  [
    'in a language with a short name',
    'Code',
    fence('yaml file=a.yaml', 'a: 1'),
    '22 There is no language `yaml`. Use one of python, jinja, html, sh, dockerfile, sql, json, ini, nginx, text.',
  ],
  [
    'in an unknown language',
    'Code',
    fence('cobol file=a.cbl', 'X'),
    '22 There is no language `cobol`. Use one of python, jinja, html, sh, dockerfile, sql, json, ini, nginx, text.',
  ],
  ['empty', 'Code', fence('python file=a.py'), '22 The code block is empty. Fill it, or drop it.'],
  [
    'too long',
    'Code',
    fence('text file=a', ...Array.from({ length: 27 }, () => 'x')),
    '22 The code block has 27 lines, at most 25 are allowed. Cut 2 lines.',
  ],
  [
    'too wide',
    'Code',
    fence('text file=a', 'ä'.repeat(64), 'x'.repeat(65)),
    '24 The code has 65 columns, at most 64 are allowed. Break the line.',
  ],
  [
    'left open',
    'Code',
    '```python file=a.py\nx = 1\n',
    '22 The code block is left open. Close it with a line of three backticks.',
  ],
  [
    'fenced with tildes',
    'Code',
    '~~~python file=a.py\nx = 1\n~~~\n',
    '22 The code block has another fence. Start both of its lines with three backticks, the first as in ```python.',
  ],
  [
    'with a space before its language',
    'Code',
    fence(' python file=a.py', 'x = 1'),
    '22 The code block has another fence. Start both of its lines with three backticks, the first as in ```python.',
  ],
  [
    'indented',
    'Code',
    ' ```python file=a.py\n x = 1\n ```\n',
    '22 The code block has another fence. Start both of its lines with three backticks, the first as in ```python.',
  ],
  [
    'in four backticks',
    'Code',
    '````python file=a.py\nx = 1\n````\n',
    '22 The code block has another fence. Start both of its lines with three backticks, the first as in ```python.',
  ],
  [
    'closed by four backticks',
    'Code',
    '```python file=a.py\nx = 1\n````\n',
    '22 The code block has another fence. Start both of its lines with three backticks, the first as in ```python.',
  ],
  [
    'in a file that stands twice',
    'Code',
    fence('python file=a.py', 'x = 1') + fence('python file=a.py', 'x = 2'),
    '25 The file `a.py` stands twice, first on line 22. Join the two, or rename one.',
  ],
  [
    'with prose',
    'Code',
    `So:\n\n${fence('text file=a', 'x')}`,
    '22 Code holds a paragraph, but only code blocks may stand here. Move it to another part, or drop it.',
  ],
])('%s', (_name, title, part, expected) => {
  const text = `## ${title}\n\n${part}\n## Why they ask`;
  expect(mistakesAfter('## Why they ask', text)).toEqual([`${ONE}:${expected}`]);
});

test.each<[string, string, string]>([
  [
    'two blocks',
    fence('text', 'a') + fence('text', 'b'),
    '29 Diagram has more than one block. Keep one.',
  ],
  ['another language', fence('python', 'a'), '26 The diagram is `python`. Make it a `text` block.'],
])('%s', (_name, part, expected) => {
  expect(mistakesAfter(END, `${END}\n## Diagram\n\n${part}`)).toEqual([`${ONE}:${expected}`]);
});

test.each<[string, string, string]>([
  [
    'without file',
    fence('python', 'x = 1'),
    '26 The code block names no file. Add it after the language: ```python file=app/mail.py.',
  ],
  [
    'in a bullet',
    '- So:\n\n  ```python file=a.py\n  x = 1\n  ```\n',
    '28 The code block has another fence. Start both of its lines with three backticks, the first as in ```python.',
  ],
])('code that comes %s', (_name, part, expected) => {
  expect(mistakesAfter(END, `${END}\n## Coming\n\n${part}`)).toEqual([`${ONE}:${expected}`]);
});

test('text that comes needs no file', () => {
  expect(mistakesAfter(END, `${END}\n## Coming\n\n${fence('text', 'a -> b')}`)).toEqual([]);
});

test('a file may stand in the question and mended in Code', () => {
  const code = fence('python file=a.py', 'x = 1');
  const text = CARD.replace('## Say', `## Given\n\n${code}\n## Say`);
  const both = text.replace('## Why they ask', `## Code\n\n${code}\n## Why they ask`);
  expect(mistakesIn(withFile(ONE, both))).toEqual([]);
});

test('an open block is not blamed for the headings it swallows', () => {
  expect(mistakesAfter('## Points', '```sh\nls\n\n## Points')).toEqual([
    `${ONE}:14 The code block is left open. Close it with a line of three backticks.`,
    `${ONE}:14 Say holds a code block, but only paragraphs may stand here. Move it to another part, or drop it.`,
  ]);
});

test('prose in Given', () => {
  expect(mistakesAfter('## Say', `## Given\n\nLook:\n\n${fence('sh', 'ls')}\n## Say`)).toEqual([
    `${ONE}:12 Given holds a paragraph, but only code blocks may stand here. Move it to another part, or drop it.`,
  ]);
});
