// What is to be seen of a mock interview.

import type { Card, CardEntry, CardId, Level, Topic } from '../bank/card.ts';
import type { Review } from '../memory/event.ts';
import type { Judging, Mock } from '../store/mock.ts';
import type { Content } from './content.ts';
import { type Report, reportOf } from './mockReport.ts';
import { tickedOf } from './mockSteps.ts';

interface Asked {
  readonly entry: CardEntry;
  /** 1 for the first question. */
  readonly number: number;
  /** How many questions there are. */
  readonly of: number;
  readonly judging: Judging;
}

export type MockView =
  | { readonly kind: 'none' }
  /** Another tab is at it. */
  | { readonly kind: 'elsewhere' }
  /** It and its ratings are being read. */
  | { readonly kind: 'loading' }
  | (Asked & { readonly kind: 'question' })
  | (Asked & {
      readonly kind: 'judge';
      readonly ticked: readonly number[];
      /** What the answer took. */
      readonly spentMs: number;
    })
  | { readonly kind: 'report'; readonly level: Level; readonly report: Report }
  /** Some of its cards are on their way, or cannot be fetched. */
  | { readonly kind: 'unreported'; readonly missing: boolean };

/** @param reviews of this interview, without the undone ones */
export function viewOf(
  mock: Mock,
  content: Content,
  topics: readonly Topic[],
  reviews: readonly Review[],
): MockView {
  const { place, questions, level, judging } = mock;
  if (place.kind === 'report') {
    const loads = questions.map((id) => loadOf(content, id)?.kind);
    if (loads.some((kind) => kind !== 'loaded')) {
      return { kind: 'unreported', missing: loads.includes('missing') };
    }
    const card = (id: CardId) => cardOf(content, id);
    return { kind: 'report', level, report: reportOf(mock, card, topics, reviews) };
  }
  const { kind, number } = place;
  const id = questions[number - 1];
  const entry = id && content.entry(id);
  if (!entry) return { kind: 'none' };
  const asked = { entry, number, of: questions.length, judging };
  if (kind === 'question') return { kind, ...asked };
  return { kind, ...asked, ticked: tickedOf(mock, number), spentMs: mock.spentMs[number - 1] ?? 0 };
}

/** A card with all its parts, once they are here. */
export function cardOf(content: Content, id: CardId): Card | undefined {
  const load = loadOf(content, id);
  return load?.kind === 'loaded' ? load.cards.get(id) : undefined;
}

function loadOf(content: Content, id: CardId) {
  const topic = content.entry(id)?.topic;
  return topic && content.cards(topic).value;
}
