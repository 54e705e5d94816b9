// Where the learner is: the last burst, so that a killed app comes back to the same card.

import type { CardId, TopicId } from '../bank/card.ts';
import type { BurstId, Prediction } from '../memory/event.ts';
import { isDuration, isFields, isPrediction, isText, isTime } from './parse.ts';
import { isMinutes, type Minutes } from './settings.ts';

export type Place =
  | { readonly kind: 'question'; readonly card: CardId }
  | { readonly kind: 'answer'; readonly card: CardId; readonly prediction: Prediction }
  | { readonly kind: 'summary' };

/** Which cards a burst asks. */
export type Scope =
  /** Of every topic in the learner's interview, the weakest topic first. */
  | { readonly kind: 'all' }
  | { readonly kind: 'topic'; readonly topic: TopicId }
  /** These cards, in this order. */
  | { readonly kind: 'list'; readonly list: CardList; readonly cards: readonly CardId[] };

export type CardList = 'sure-and-wrong' | 'last-day' | 'starred' | 'study-next';

/** What of a burst cannot be derived from its events. */
export interface Burst {
  readonly id: BurstId;
  readonly minutes: Minutes;
  readonly scope: Scope;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Time on screen so far. */
  readonly spentMs: number;
  readonly place: Place;
}

export function parseBurst(value: unknown): Burst | null {
  if (!isFields(value) || !isText(value['id']) || !isMinutes(value['minutes'])) return null;
  if (!isTime(value['startedAt']) || !isDuration(value['spentMs'])) return null;
  const place = parsePlace(value['place']);
  const scope = parseScope(value['scope']);
  if (!place || !scope) return null;
  return {
    id: value['id'] as BurstId,
    minutes: value['minutes'],
    scope,
    startedAt: value['startedAt'],
    spentMs: value['spentMs'],
    place,
  };
}

function parsePlace(value: unknown): Place | null {
  if (!isFields(value)) return null;
  if (value['kind'] === 'summary') return { kind: 'summary' };
  if (!isText(value['card'])) return null;
  const card = value['card'] as CardId;
  if (value['kind'] === 'question') return { kind: 'question', card };
  if (value['kind'] !== 'answer' || !isPrediction(value['prediction'])) return null;
  return { kind: 'answer', card, prediction: value['prediction'] };
}

/** Bursts of the first versions say nothing and ask everything. */
function parseScope(value: unknown): Scope | null {
  if (value === undefined) return { kind: 'all' };
  if (!isFields(value)) return null;
  const { kind, topic, list, cards } = value;
  if (kind === 'all') return { kind };
  if (kind === 'topic') return isText(topic) ? { kind, topic: topic as TopicId } : null;
  if (kind !== 'list' || !isCardList(list) || !Array.isArray(cards)) return null;
  return cards.every(isText) ? { kind, list, cards: cards as CardId[] } : null;
}

const LISTS: readonly unknown[] = [
  'sure-and-wrong',
  'last-day',
  'starred',
  'study-next',
] satisfies CardList[];

function isCardList(value: unknown): value is CardList {
  return LISTS.includes(value);
}
