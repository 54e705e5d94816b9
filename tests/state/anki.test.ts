// The cards as Anki reads them: its headers, and after them a note a line, whatever the learner wrote.

import { describe, expect, it } from 'vitest';
import type { Html, TopicId } from '../../src/bank/card.ts';
import type { Marks } from '../../src/memory/marks.ts';
import { type AnkiCard, ankiOf } from '../../src/state/anki.ts';
import { id, MORNING } from '../queue/banks.ts';
import { bankOf, cardsOf } from './app.ts';
import { NASTY, rowsOf } from './table.ts';

const BANK = bankOf(2);

function cardOf(name: string, more: Partial<AnkiCard> = {}): AnkiCard {
  const [topic] = BANK.topics;
  const card = cardsOf(BANK, 't0' as TopicId).get(id(name));
  if (!topic || !card) throw new Error(`There is no ${name}`);
  return {
    card,
    topic: { ...topic, title: 'Requests' },
    memory: undefined,
    marks: undefined,
    ...more,
  };
}

const marks = (more: Partial<Marks>): Marks => ({
  card: id('t0-0'),
  starred: false,
  suspended: false,
  note: '',
  markedAt: MORNING,
  ...more,
});

/** As Anki does: lines that begin with # are headers for as long as there are such. */
function read(cards: readonly AnkiCard[]) {
  const [, head = '', body = ''] = /^((?:#.*\n)*)([\s\S]*)$/.exec(ankiOf(cards)) ?? [];
  const headers = new Map(
    head
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(1, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
  const columns = headers.get('columns')?.split('\t') ?? [];
  const notes = rowsOf(body, '\t').map((row) => {
    expect(row).toHaveLength(columns.length);
    return Object.fromEntries(columns.map((name, index) => [name, row[index]]));
  });
  return { headers, columns, notes };
}

/** The text that Anki shows of a field of plain text. */
function shown(html = ''): string {
  return html
    .replaceAll('<br>', '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

it('begins with the headers of Anki’s manual, which name the columns that are no fields', () => {
  const { headers, columns } = read([]);
  expect(headers.get('separator')).toBe('tab');
  expect(headers.get('html')).toBe('true');
  // Counted from 1.
  const at = (header: string) => columns[Number(headers.get(header)) - 1];
  expect(at('guid column')).toBe('guid');
  expect(at('deck column')).toBe('deck');
  expect(at('tags column')).toBe('tags');
  expect([...headers.keys()].at(-1)).toBe('columns');
});

it('has a note a card, with where the learner stands on it', () => {
  const memory = {
    card: id('t0-0'),
    stability: 3.456,
    difficulty: 5,
    reviewedAt: MORNING,
    confidence: 2,
    reviews: 1,
  } as const;
  const known = cardOf('t0-0', { memory, marks: marks({ starred: true, suspended: true }) });
  const { notes } = read([known, cardOf('t0-1')]);
  expect(notes).toHaveLength(2);
  expect(notes[0]).toMatchObject({
    guid: 'pocket-flask-t0-0',
    deck: 'Pocket Flask::Requests',
    tags: 'pocket-flask topic::t0 level::junior core confidence::2 starred suspended',
    Front: '<p>t0-0</p>',
    'Last confidence': '2',
    'Last review': '2026-03-02T08:00:00.000Z',
    'Stability in days': '3.46',
    Difficulty: '5.00',
  });
  expect(notes[1]).toMatchObject({
    guid: 'pocket-flask-t0-1',
    tags: 'pocket-flask topic::t0 level::junior core',
    'Last confidence': '',
    Note: '',
  });
});

it('keeps the lines, tabs and quotes of code', () => {
  const { card, ...rest } = cardOf('t0-0');
  const html = '<pre class="code">if x:\n\treturn "y"\n</pre>' as Html;
  const code = [{ file: 'a<b>.py', language: 'python', html }];
  const { notes } = read([{ ...rest, card: { ...card, code } }]);
  expect(notes[0]?.['Back']).toContain(html);
  expect(notes[0]?.['Back']).toContain('a&lt;b&gt;.py');
});

describe('a learner’s note', () => {
  it.each(NASTY)('%j is one field of plain text', (note) => {
    const { notes } = read([cardOf('t0-0', { marks: marks({ note }) }), cardOf('t0-1')]);
    expect(notes).toHaveLength(2);
    expect(shown(notes[0]?.['Note'])).toBe(note);
    expect(notes[0]?.['Note']?.replaceAll('<br>', '')).not.toMatch(/[<>]/);
  });
});
