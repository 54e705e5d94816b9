// What happened, append-only: the only truth on the device.

import type { CardId } from '../bank/card.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type EventId = Branded<'EventId'>;
export type BurstId = Branded<'BurstId'>;

/** The learner's rating after the reveal: 1 blank, 2 shaky, 3 solid, 4 nailed. */
export type Confidence = 1 | 2 | 3 | 4;

/** What the learner said before the reveal; `none` if they revealed without saying. */
export type Prediction = 'sure' | 'unsure' | 'none';

interface EventBase {
  readonly id: EventId;
  /** Epoch ms on the device where it happened; rising within a burst. */
  readonly at: number;
  readonly card: CardId;
  readonly burst: BurstId;
}

export interface Review extends EventBase {
  readonly type: 'review';
  readonly confidence: Confidence;
  readonly prediction: Prediction;
  /** From the question on screen to the rating, counted only while visible. */
  readonly tookMs: number;
}

export interface Undo extends EventBase {
  readonly type: 'undo';
  readonly undoes: EventId;
}

export type Event = Review | Undo;
