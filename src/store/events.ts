// Events as they come from disk or from a file, checked before anything believes them.

import type { CardId } from '../bank/card.ts';
import type { BurstId, Event, EventId } from '../memory/event.ts';
import {
  type Fields,
  isConfidence,
  isDuration,
  isFields,
  isNote,
  isPrediction,
  isText,
  isTime,
} from './parse.ts';

/** An event of a type that only a newer version knows is kept where it is, and not counted as damage. */
export type ParsedEvent =
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'damaged' };

export function parseEvent(value: unknown): ParsedEvent {
  if (!isFields(value) || !isText(value['id']) || !isText(value['type'])) return DAMAGED;
  const type = value['type'];
  if (!Object.hasOwn(PARSERS, type)) return { kind: 'unknown' };
  if (!isTime(value['at']) || !isText(value['card'])) return DAMAGED;
  const base = { id: value['id'] as EventId, at: value['at'], card: value['card'] as CardId };
  const event = PARSERS[type as Event['type']](base, value);
  return event ? { kind: 'event', event } : DAMAGED;
}

type Base = Pick<Event, 'id' | 'at' | 'card'>;

/** One line a type: what it has beyond every event. */
const PARSERS: Readonly<Record<Event['type'], (base: Base, value: Fields) => Event | null>> = {
  review: parseReview,
  undo: (base, { burst, undoes }) =>
    isText(burst) && isText(undoes)
      ? { ...base, type: 'undo', burst: burst as BurstId, undoes: undoes as EventId }
      : null,
  suspend: (base) => ({ ...base, type: 'suspend' }),
  resume: (base) => ({ ...base, type: 'resume' }),
  star: (base) => ({ ...base, type: 'star' }),
  unstar: (base) => ({ ...base, type: 'unstar' }),
  note: (base, { text }) => (isNote(text) ? { ...base, type: 'note', text } : null),
};

function parseReview(base: Base, value: Fields): Event | null {
  const { burst, confidence, prediction, tookMs } = value as Fields & Record<ReviewField, unknown>;
  if (!isText(burst) || !isConfidence(confidence)) return null;
  if (!isPrediction(prediction) || !isDuration(tookMs)) return null;
  return { ...base, type: 'review', burst: burst as BurstId, confidence, prediction, tookMs };
}

type ReviewField = 'burst' | 'confidence' | 'prediction' | 'tookMs';

const DAMAGED = { kind: 'damaged' } as const;

/** The events that this version understands. */
export function knownEvents(values: readonly unknown[]): Event[] {
  return values.flatMap((value) => {
    const parsed = parseEvent(value);
    return parsed.kind === 'event' ? [parsed.event] : [];
  });
}
