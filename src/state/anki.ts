// The cards with where the learner stands on them, as a text file that Anki imports.

import type { Card, Html, Topic } from '../bank/card.ts';
import type { Marks } from '../memory/marks.ts';
import type { Memory } from '../memory/memory.ts';

export interface AnkiCard {
  readonly card: Card;
  readonly topic: Topic;
  readonly memory: Memory | undefined;
  readonly marks: Marks | undefined;
}

/**
 * The text format of Anki's manual ("Text Files"): headers that begin with #, then a note a line,
 * separated by tabs, fields quoted. Anki sets its own schedule, so ours comes along as fields and
 * tags. A second import updates the notes, because each has a guid.
 *
 * @see https://docs.ankiweb.net/importing/text-files.html
 */
const HEADERS = [
  '#separator:tab',
  '#html:true',
  '#guid column:1',
  '#deck column:2',
  '#tags column:3',
  '#columns:guid\tdeck\ttags\tFront\tBack\tLast confidence\tLast review\tStability in days\tDifficulty\tNote',
];

export function ankiOf(cards: readonly AnkiCard[]): string {
  return `${[...HEADERS, ...cards.map((each) => fieldsOf(each).map(quoted).join('\t'))].join('\n')}\n`;
}

function fieldsOf({ card, topic, memory, marks }: AnkiCard): readonly string[] {
  return [
    `pocket-flask-${card.id}`,
    `Pocket Flask::${topic.title}`,
    tagsOf({ card, topic, memory, marks }).join(' '),
    frontOf(card),
    backOf(card),
    memory ? String(memory.confidence) : '',
    memory ? new Date(memory.reviewedAt).toISOString() : '',
    memory ? memory.stability.toFixed(2) : '',
    memory ? memory.difficulty.toFixed(2) : '',
    marks?.note ? escaped(marks.note).replaceAll('\n', '<br>') : '',
  ];
}

function tagsOf({ card, topic, memory, marks }: AnkiCard): readonly string[] {
  return [
    'pocket-flask',
    `topic::${topic.id}`,
    `level::${card.level}`,
    ...(card.core ? ['core'] : []),
    ...(memory ? [`confidence::${memory.confidence}`] : []),
    ...(marks?.starred ? ['starred'] : []),
    ...(marks?.suspended ? ['suspended'] : []),
  ];
}

function frontOf(card: Card): string {
  return [card.question, ...card.given.map(({ html }) => html)].join('');
}

function backOf(card: Card): string {
  const code = card.code.map(
    ({ file, html }) => `${file ? `<p><i>${escaped(file)}</i></p>` : ''}${html}`,
  );
  const wrong = card.wrong.map(
    ({ claim, truth }) => `<p><b>Often said, but wrong:</b> ${claim}</p><p>${truth}</p>`,
  );
  return [
    card.say,
    list(card.points),
    ...code,
    '<p><b>Why they ask</b></p>',
    card.why,
    ...wrong,
    ...card.extras.map(({ title, html }) => `<p><b>${escaped(title)}</b></p>${html}`),
  ].join('');
}

function list(points: readonly Html[]): string {
  return `<ul>${points.map((point) => `<li>${point}</li>`).join('')}</ul>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function quoted(field: string): string {
  return `"${field.replaceAll('"', '""')}"`;
}
