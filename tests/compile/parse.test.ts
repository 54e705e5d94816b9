import { expect, test } from 'vitest';
import { parseCard } from '../../src/compile/parse.ts';
import { CARD } from './fixture.ts';

test('a card knows its topic, its id and the lines of its fields and parts', () => {
  const card = parseCard('content/alpha/one.md', CARD);
  expect(card).toMatchObject({ topic: 'alpha', id: 'one', lastLine: 22 });
  if (card.front.kind === 'broken' || card.front.root.kind !== 'map') throw new Error('broken');
  expect(card.front.root.entries.map(({ key, line }) => [key, line])).toEqual([
    ['question', 2],
    ['level', 3],
    ['followUps', 4],
    ['sources', 5],
  ]);
  expect(card.body.parts.map(({ title, line }) => [title, line])).toEqual([
    ['Say', 10],
    ['Points', 14],
    ['Why they ask', 20],
  ]);
});

test('values inside lists and maps know their lines', () => {
  const text = CARD.replace('[two]', '\n  - two\n  - three');
  const { front } = parseCard('content/alpha/one.md', text);
  if (front.kind === 'broken' || front.root.kind !== 'map') throw new Error('broken');
  const followUps = front.root.entries[2]?.value;
  expect(followUps).toMatchObject({ items: [{ value: 'two', line: 5 }, { line: 6 }] });
});

test('a block has its language, label, code, line and ends, and says whether it is closed', () => {
  const text = `${CARD}\n## Code\n\n\`\`\`python file=a.py\nx = 1\n\`\`\`\n\n\`\`\`sh\nls\n`;
  const { body } = parseCard('content/alpha/one.md', text);
  expect(body.parts[3]?.blocks).toEqual([
    {
      kind: 'fence',
      line: 26,
      language: 'python',
      label: 'file=a.py',
      code: 'x = 1',
      closed: true,
      open: '```python file=a.py',
      close: '```',
    },
    {
      kind: 'fence',
      line: 30,
      language: 'sh',
      label: '',
      code: 'ls',
      closed: false,
      open: '```sh',
      close: 'ls',
    },
  ]);
});

test('headings inside code are code', () => {
  const text = `${CARD}\n## Given\n\n\`\`\`text\n## Say\n\`\`\`\n`;
  const { body } = parseCard('content/alpha/one.md', text);
  expect(body.parts.map(({ title }) => title)).toEqual(['Say', 'Points', 'Why they ask', 'Given']);
});

test('a text without front matter still has its parts', () => {
  const { front, body } = parseCard('content/alpha/one.md', '## Say\n\nHello.\n');
  expect(front.kind).toBe('broken');
  expect(body.parts[0]).toMatchObject({ title: 'Say', line: 1, text: '\nHello.\n' });
});
