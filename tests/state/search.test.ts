// Search finds what was meant, the best first, shows where, and survives whatever is typed.

import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bank, Card, CodeBlock, Html, Topic, TopicId } from '../../src/bank/card.ts';
import { compile } from '../../src/compile/compile.ts';
import { readContent } from '../../src/compile/content.ts';
import { createRenderer } from '../../src/compile/render.ts';
import { validate } from '../../src/compile/validate.ts';
import { createContent } from '../../src/state/content.ts';
import type { Highlighted } from '../../src/state/highlight.ts';
import {
  createFind,
  type Find,
  type Found,
  type Search,
  searchOf,
} from '../../src/state/search.ts';
import { EXAMPLES } from '../../src/ui/search/words.ts';
import { entry, topic } from '../queue/banks.ts';

const html = (text: string) => text as Html;

interface Parts {
  readonly question?: string;
  readonly points?: readonly string[];
  readonly say?: string;
  readonly code?: string;
}

function card(name: string, { question = '', points = [], say = '', code = '' }: Parts): Card {
  const block: CodeBlock = { language: 'python', html: html(`<pre><code>${code}</code></pre>`) };
  return {
    ...entry(name),
    question: html(question),
    plainQuestion: question,
    given: [],
    say: html(`<p>${say}</p>`),
    points: points.map(html),
    code: [block],
    why: html(''),
    wrong: [],
    extras: [],
    followUps: [],
    sources: [],
  };
}

const titled = (name: string, title: string): Topic => ({ ...topic(name, []), title });

/** With hits in brackets. */
function shown(text: Highlighted | undefined): string {
  return (text ?? []).map((piece) => (piece.isHit ? `[${piece.text}]` : piece.text)).join('');
}

const idsIn = ({ cards }: Found) => cards.map(({ id }) => id);

describe('in a small bank', () => {
  const TOPICS = [titled('hooks', 'Hooks and middleware'), titled('views', 'Routing and views')];
  const CARDS = [
    card('hooks-question', { question: 'What is a blueprint?' }),
    card('hooks-point', {
      question: 'How do you split an app?',
      points: ['It has <code>views</code> &amp; models.', 'A blueprint groups &lt;views&gt;.'],
    }),
    card('hooks-code', {
      question: 'What does this print?',
      code: '<span class="k">from</span> flask import g\n\n@app.teardown_appcontext\n',
    }),
    card('views-title', { question: 'How do you redirect?', say: 'I call url_for first.' }),
    card('views-fix', { question: 'Which host?', code: 'app.wsgi_app = ProxyFix(app.wsgi_app)' }),
  ];
  let find: Find;
  beforeAll(async () => {
    find = await createFind(TOPICS, CARDS);
  });

  it.each([
    ['a question before a point', 'blueprint', ['hooks-question', 'hooks-point']],
    ['the name of a topic', 'middleware', ['hooks-question', 'hooks-point', 'hooks-code']],
    ['a topic before a point', 'views', ['views-title', 'views-fix', 'hooks-point']],
    ['a beginning', 'blue', ['hooks-question', 'hooks-point']],
    ['a typing error', 'blueprimt', ['hooks-question', 'hooks-point']],
    ['two letters in the wrong order', 'bluepirnt', ['hooks-question', 'hooks-point']],
    ['the same in a short word', 'redierct', ['views-title']],
    ['a name from the code', 'teardown_appcontext', ['hooks-code']],
    ['the same while it is typed', 'teardown_app', ['hooks-code']],
    ['the same with what it belongs to', 'app.teardown_appcontext', ['hooks-code']],
    ['the same with a typing error', 'teardwon_appcontext', ['hooks-code']],
    ['a part of it', 'appcontext', ['hooks-code']],
    ['a name of one letter', 'g', ['hooks-code']],
    ['the same with what it belongs to', 'flask.g', ['hooks-code']],
    ['the parts of a name as words', 'proxy fix', ['views-fix']],
    ['a name in what one says', 'url_for', ['views-title']],
    ['capitals', 'PROXYFIX', ['views-fix']],
    ['words from different parts of a card', 'redirect url_for routing', ['views-title']],
  ])('finds %s: %s', (_, query, ids) => {
    const found = idsIn(find(query));
    expect(found[0]).toBe(ids[0]);
    expect(found.toSorted()).toEqual(ids.toSorted());
  });

  it('wants all words, and settles for some where no card has all', () => {
    expect(idsIn(find('blueprint split'))).toEqual(['hooks-point']);
    expect(idsIn(find('blueprint kubernetes')).toSorted()).toEqual([
      'hooks-point',
      'hooks-question',
    ]);
    expect(find('kubernetes g').total).toBe(0);
  });

  it.each(['kubernetes', '???', '', ' ', '.', '__'])('finds nothing for "%s"', (query) => {
    expect(find(query)).toEqual({ topics: [], cards: [], total: 0 });
  });

  it('finds topics by their name, in spite of a typing error', () => {
    const [hit, ...others] = find('midleware').topics;
    expect(others).toEqual([]);
    expect(hit?.id).toBe('hooks');
    expect(shown(hit?.title)).toBe('Hooks and [middleware]');
    expect(find('blueprint').topics).toEqual([]);
  });

  it('shows the question, the topic and the level with the hits', () => {
    const [hit] = find('blueprimt').cards;
    expect(shown(hit?.question)).toBe('What is a [blueprint]?');
    expect(hit?.topic).toBe('Hooks and middleware');
    expect(hit?.level).toBe('junior');
  });

  it('shows the line that was hit, as text', () => {
    const [hit] = find('groups').cards;
    expect(hit?.snippet?.kind).toBe('words');
    expect(shown(hit?.snippet?.text)).toBe('A blueprint [groups] <views>.');
  });

  it('shows the line with the most hits', () => {
    const [hit] = find('blueprint views').cards;
    expect(shown(hit?.snippet?.text)).toBe('A [blueprint] groups <[views]>.');
  });

  it('shows the line of code that was hit, without its colors', () => {
    const [hit] = find('flask.g').cards;
    expect(hit?.snippet?.kind).toBe('code');
    expect(shown(hit?.snippet?.text)).toBe('from [flask] import [g]');
  });

  it('shows no line where only the question was hit', () => {
    expect(find('redirect').cards[0]?.snippet).toBeNull();
  });

  it('shows the best twenty of many, and counts them all', async () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      card(`hooks-${index}`, { question: `Which session is number ${index}?` }),
    );
    const found = (await createFind(TOPICS, many))('session');
    expect(found.cards).toHaveLength(20);
    expect(found.total).toBe(50);
  });

  it('never throws, and shows every text whole', () => {
    const word = fc.constantFrom('blueprint', 'url_for', 'flask.g', 'the', '__proto__', '𝒳', 'İ');
    const query = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(fc.oneof(word, fc.string()), { maxLength: 30 }).map((words) => words.join(' ')),
    );
    const questions = new Map(CARDS.map(({ id, plainQuestion }) => [id, plainQuestion]));
    fc.assert(
      fc.property(query, (text) => {
        const found = find(text);
        expect(found.total).toBeGreaterThanOrEqual(found.cards.length);
        expect(new Set(idsIn(found)).size).toBe(found.cards.length);
        for (const { id, question } of found.cards) {
          expect(question.map((piece) => piece.text).join('')).toBe(questions.get(id));
        }
      }),
    );
  });
});

describe('in the bank as it is', () => {
  let find: Find;
  beforeAll(async () => {
    const verdict = validate(await readContent(join(import.meta.dirname, '../../content')));
    if (verdict.kind === 'broken') throw new Error('content.test.ts names the mistakes');
    const { bank, chunks } = compile(verdict.bank, createRenderer());
    find = await createFind(bank.topics, [...chunks.values()].flat());
  }, 60_000);

  it.each([
    ['bluepirnt', 'What is a [blueprint]'],
    ['app contxt', '[application] [context]'],
    ['url_for', '[url_for]'],
    ['csrf', '[CSRF] token'],
    ['g', 'in [g].'],
  ])('the best card for "%s" asks about it', (query, words) => {
    expect(shown(find(query).cards[0]?.question)).toContain(words);
  });

  it('all cards for "teardown_appcontext" have it', () => {
    const { cards, total } = find('teardown_appcontext');
    expect(total).toBeGreaterThan(2);
    for (const { snippet } of cards) {
      expect(shown(snippet?.text)).toMatch(/\[(?:app\.)?teardown_appcontext\]/);
    }
  });

  it.each(EXAMPLES)('the example "%s" finds something', (example) => {
    expect(find(example).total).toBeGreaterThan(0);
  });
});

describe('the search of the app', () => {
  const bank: Bank = {
    version: '1',
    checked: { date: '', versions: {} },
    topics: [topic('hooks', [entry('hooks-1')]), topic('views', [entry('views-1')])],
  };

  function open() {
    const line = { isUp: true, asked: [] as TopicId[] };
    const content = createContent({
      bank,
      loadGuide: async () => [],
      async loadTopic(id) {
        line.asked.push(id);
        if (!line.isUp && id === 'views') throw new TypeError('Failed to fetch');
        const one = card(`${id}-1`, { question: `About ${id}` });
        return { summary: '', cards: new Map([[one.id, one]]) };
      },
    });
    return { line, content, search: searchOf({ bank, content }) };
  }

  async function becomes(search: { readonly value: Search }, kind: Search['kind']): Promise<void> {
    await expect.poll(() => search.value.kind).toBe(kind);
  }

  it('is ready once all topics are here', async () => {
    const { content, search } = open();
    expect(search.value.kind).toBe('loading');
    await content.load('hooks' as TopicId);
    expect(search.value.kind).toBe('loading');
    await content.load('views' as TopicId);
    await becomes(search, 'ready');
    if (search.value.kind === 'ready')
      expect(idsIn(search.value.find('views'))).toEqual(['views-1']);
  });

  it('is missing while a topic is, and comes with it', async () => {
    const { content, line, search } = open();
    line.isUp = false;
    await content.warm();
    expect(search.value.kind).toBe('missing');
    line.isUp = true;
    await content.warm();
    await becomes(search, 'ready');
  });

  it('is made once, however often it is opened', async () => {
    const { content, search } = open();
    await content.warm();
    await becomes(search, 'ready');
    const again = searchOf({ bank, content });
    expect(again).toBe(search);
    const before = again.value;
    await content.warm();
    expect(again.value).toBe(before);
  });
});
