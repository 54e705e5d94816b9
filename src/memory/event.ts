// What happened, append-only: the only truth on the device.

import type { CardId } from '../bank/card.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type EventId = Branded<'EventId'>;
/** Of a burst or of a mock interview: one sitting, in which ratings can be undone. */
export type BurstId = Branded<'BurstId'>;

/** The learner's rating after the reveal: 1 blank, 2 shaky, 3 solid, 4 nailed. */
export type Confidence = 1 | 2 | 3 | 4;

/** What the learner said before the reveal; `none` if they revealed without saying. */
export type Prediction = 'sure' | 'unsure' | 'none';

interface EventBase {
  readonly id: EventId;
  /** Epoch ms on the device where it happened; rising within a burst, and over a card's marks. */
  readonly at: number;
  readonly card: CardId;
}

export interface Review extends EventBase {
  readonly type: 'review';
  readonly burst: BurstId;
  readonly confidence: Confidence;
  readonly prediction: Prediction;
  /** From the question on screen to the rating, counted only while visible. */
  readonly tookMs: number;
}

export interface Undo extends EventBase {
  readonly type: 'undo';
  readonly burst: BurstId;
  readonly undoes: EventId;
}

/** The learner does not need the card; `resume` brings it back. */
export interface Suspension extends EventBase {
  readonly type: 'suspend' | 'resume';
}

export interface Starring extends EventBase {
  readonly type: 'star' | 'unstar';
}

/** The learner's own note on the card, whole; an empty one takes it away. */
export interface Noting extends EventBase {
  readonly type: 'note';
  /** Plain text, at most `LONGEST_NOTE` characters. */
  readonly text: string;
}

/** What a learner does to a card outside of rating it. */
export type Marking = Suspension | Starring | Noting;

export type Event = Review | Undo | Marking;

/** Characters; far more than a phone's screen, far less than a disk minds. */
export const LONGEST_NOTE = 4000;
