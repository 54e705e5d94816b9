import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { CardId, TopicId } from '../../src/bank/card.ts';
import { unpack } from '../../src/bank/unpack.ts';
import { compile } from '../../src/compile/compile.ts';
import type { BankDraft } from '../../src/compile/draft.ts';
import { pack } from '../../src/compile/pack.ts';
import { createRenderer } from '../../src/compile/render.ts';
import { validate } from '../../src/compile/validate.ts';
import { CARD, END, type Files, fence, ONE, OTHER_CARD, SOUND, toContent } from './fixture.ts';

const renderer = createRenderer();
const ALPHA = 'alpha' as TopicId;

function draft(files: Files): BankDraft {
  const verdict = validate(toContent(files));
  if (verdict.kind === 'broken') throw new Error('The fixture is broken');
  return verdict.bank;
}

const compiled = (files: Files) => compile(draft(files), renderer);

test('the index knows topics in their order and cards by id', () => {
  const { bank, summaries } = compiled({
    ...SOUND,
    'content/beta/topic.yaml': 'title: Beta\norder: 1\nsummary: Now the first.\n',
    'content/beta/three.md': OTHER_CARD.replace('mid', 'senior'),
    'content/alpha/topic.yaml': 'title: Alpha\norder: 2\nsummary: Now the second.\n',
    [ONE]: CARD.replace('level: mid', 'level: mid\ncore: true').replace('[two]', '[two, three]'),
  });
  expect(bank.topics).toEqual([
    {
      id: 'beta',
      title: 'Beta',
      cards: [{ id: 'three', topic: 'beta', level: 'senior', core: false }],
    },
    {
      id: 'alpha',
      title: 'Alpha',
      cards: [
        { id: 'one', topic: 'alpha', level: 'mid', core: true },
        { id: 'two', topic: 'alpha', level: 'mid', core: false },
      ],
    },
  ]);
  expect([...summaries]).toEqual([
    ['beta', 'Now the first.'],
    ['alpha', 'Now the second.'],
  ]);
  expect(unpack(pack({ bank }))).toEqual(bank);
});

test('an index that another build wrote differently is refused, not believed', () => {
  const topics = [[ALPHA, 'Alpha', 'onex']] as const;
  const packed = { version: '1', checked: { date: '', versions: {} }, topics };
  expect(() => unpack(packed)).toThrow('makes no sense: onex');
});

test('a card is complete', () => {
  const text = CARD.replace('what g holds', 'what `g` holds')
    .replace('## Say', `## Given\n\n${fence('text', 'a')}\n## Say`)
    .replace('## Why', `## Code\n\n${fence('text file=a.txt', 'b')}\n## Why`)
    .concat('\n## Often said, but wrong\n\n- claim: It is\n  so.\n  truth: `No`.\n')
    .concat('\n## Coming\n\nMore.\n');
  const [card] = compiled({ ...SOUND, [ONE]: text }).chunks.get(ALPHA) ?? [];
  const pre = (code: string) => `<pre class="code" tabindex="0"><code>${code}</code></pre>`;
  expect(card).toEqual({
    id: 'one',
    topic: 'alpha',
    level: 'mid',
    core: false,
    question: 'What does <code>g</code> hold?',
    plainQuestion: 'What does g hold?',
    given: [{ language: 'text', html: pre('a') }],
    say: '<p>It holds what one request needs.</p>',
    points: ['One point.', 'Another point.', 'A third point.'],
    code: [{ language: 'text', file: 'a.txt', html: pre('b') }],
    why: '<p>It shows care.</p>',
    wrong: [{ claim: 'It is\nso.', truth: '<code>No</code>.' }],
    extras: [{ title: 'Coming', html: '<p>More.</p>' }],
    followUps: [{ id: 'two', question: 'What does <code>current_app</code> hold?' }],
    sources: [{ url: 'https://example.org/g', supports: 'what g holds' }],
  });
});

test('the same content gives the same bank, whatever the order of its files', () => {
  const reversed = Object.fromEntries(Object.entries(SOUND).reverse());
  expect(compiled(reversed)).toEqual(compiled(SOUND));
});

test('the version changes when one card changes, and only then', () => {
  const { version } = compiled(SOUND).bank;
  const changed = CARD.replace(END, 'It shows great care.\n');
  expect(compiled({ ...SOUND, [ONE]: changed }).bank.version).not.toBe(version);
  expect(compiled({ ...SOUND, [ONE]: `${CARD}\n\n` }).bank.version).toBe(version);
});

test('an index of 160 cards is at most 6 kB', () => {
  const { topics, cards, ...rest } = draft(SOUND);
  const [topic, card] = [topics[0], cards[0]];
  if (!topic || !card) throw new Error('The fixture is empty');
  const name = (index: number) => (index * 2654435761).toString(36);
  const bank: BankDraft = {
    ...rest,
    topics: Array.from({ length: 16 }, (_, index) => {
      const summary = `${name(index)} ${name(index + 16)} ${name(index + 32)}.`;
      return { ...topic, id: `topic-${name(index)}` as TopicId, title: name(index + 48), summary };
    }),
    cards: Array.from({ length: 160 }, (_, index) => ({
      ...card,
      id: `${name(index)}-${name(index + 160)}-${name(index + 320)}` as CardId,
      topic: `topic-${name(index % 16)}` as TopicId,
    })),
  };
  const index = compile(bank, renderer).bank;
  expect(index.topics.flatMap((each) => each.cards)).toHaveLength(160);
  expect(brotliCompressSync(JSON.stringify(index)).length).toBeLessThanOrEqual(6000);
});
