// Where the learner is: the last burst, so that a killed app comes back to the same card.

import type { CardId } from '../bank/card.ts';
import type { BurstId, Prediction } from '../memory/event.ts';
import { isDuration, isFields, isPrediction, isText, isTime } from './parse.ts';
import { isMinutes, type Minutes } from './settings.ts';

export type Place =
  | { readonly kind: 'question'; readonly card: CardId }
  | { readonly kind: 'answer'; readonly card: CardId; readonly prediction: Prediction }
  | { readonly kind: 'summary' };

/** What of a burst cannot be derived from its events. */
export interface Burst {
  readonly id: BurstId;
  readonly minutes: Minutes;
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
  if (!place) return null;
  return {
    id: value['id'] as BurstId,
    minutes: value['minutes'],
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
