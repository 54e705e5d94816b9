// One learner, one policy, from the first burst to the interview.

import type { CardId } from '../../src/bank/card.ts';
import type { BurstId, EventId, Review } from '../../src/memory/event.ts';
import { type Memory, remember } from '../../src/memory/memory.ts';
import type { Shown } from '../../src/queue/pick.ts';
import { answer } from './answer.ts';
import type { SimulatedBank } from './bank.ts';
import type { Person } from './person.ts';
import type { Policy } from './policies/policy.ts';
import { type Schedule, START } from './schedule.ts';
import { createTruth, type Truth } from './truth.ts';

export interface Studied {
  readonly truth: Truth;
  readonly reviews: readonly Review[];
  readonly spentMs: number;
}

/**
 * A burst ends on the card boundary after its time, as in the app. What it took too long is missing
 * in the next one, so that every policy gets the same seconds, but for the very last card.
 */
export function study(
  person: Person,
  bank: SimulatedBank,
  schedule: Schedule,
  policy: Policy,
): Studied {
  const truth = createTruth(person, bank, START);
  const memories = new Map<CardId, Memory>();
  const reviews: Review[] = [];
  const choose = policy.begin({ person, bank, schedule, truth });
  let spentMs = 0;
  let budgetMs = 0;

  for (const [index, { day, startsAt, budgetMs: more }] of schedule.bursts.entries()) {
    budgetMs += more;
    const burst = `burst ${index}` as BurstId;
    const shown: Shown[] = [];
    let now = startsAt;
    while (spentMs < budgetMs) {
      const entry = choose({ memories, shown, seed: burst, now, day });
      if (!entry) break;
      const card = bank.indexOf.get(entry.id) ?? 0;
      const before = memories.get(entry.id);
      const given = answer(person, card, before?.reviews ?? 0, truth.recall(card, now));
      const { confidence, prediction, tookMs } = given;
      now += tookMs;
      spentMs += tookMs;
      truth.review(card, now, given.recalled);
      const id = `${burst}, ${shown.length}` as EventId;
      const at = now;
      const review: Review = {
        type: 'review',
        id,
        at,
        card: entry.id,
        burst,
        confidence,
        prediction,
        tookMs,
      };
      memories.set(entry.id, remember(before, review));
      shown.push({ card: entry.id, confidence, at });
      reviews.push(review);
    }
  }
  return { truth, reviews, spentMs };
}
