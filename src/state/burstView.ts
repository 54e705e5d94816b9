// What the burst's screen shows, from where the burst is.

import type { Bank, CardEntry } from '../bank/card.ts';
import type { BurstId } from '../memory/event.ts';
import { reviewsOf } from '../memory/reviews.ts';
import type { Scope } from '../store/burst.ts';
import type { Content } from './content.ts';
import type { Plan } from './plan.ts';
import type { Progress } from './progress.ts';
import { type Face, faceOf, type Sitting, type Why } from './sitting.ts';
import { type Summary, summarize } from './summary.ts';

export type BurstView =
  | { readonly kind: 'none' }
  /** Another tab is at this burst. */
  | { readonly kind: 'elsewhere' }
  | {
      readonly kind: 'card';
      readonly burst: BurstId;
      readonly entry: CardEntry;
      /** 1 for the first card of the burst. */
      readonly number: number;
      readonly scope: Scope;
      readonly why: Why;
      readonly face: Face;
    }
  | { readonly kind: 'summary'; readonly scope: Scope; readonly summary: Summary };

interface Parts {
  readonly content: Content;
  readonly plan: Plan;
  readonly progress: Progress;
}

/** To be called where signals are read: it follows what it shows. */
export function viewOf(
  { burst, events, before, why }: Sitting,
  bank: Bank,
  { content, plan, progress }: Parts,
): BurstView {
  const { id, scope, place } = burst;
  const reviews = reviewsOf(events);
  if (place.kind === 'summary') {
    const topics = { bank: bank.topics, asked: plan.topics.value };
    const { memories, horizon } = progress;
    const summary = summarize(topics, reviews, before, memories.value, horizon.value);
    return { kind: 'summary', scope, summary };
  }
  const entry = content.entry(place.card);
  if (!entry) return { kind: 'none' };
  const number = reviews.length + 1;
  return { kind: 'card', burst: id, entry, number, scope, why, face: faceOf(place) };
}
