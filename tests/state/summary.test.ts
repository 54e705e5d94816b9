// The summary compares before and after a burst from one horizon, so only the burst counts.

import { describe, expect, it } from 'vitest';
import type { Confidence, Review } from '../../src/memory/event.ts';
import { type Memory, remember } from '../../src/memory/memory.ts';
import { readiness } from '../../src/memory/readiness.ts';
import { type Before, summarize } from '../../src/state/summary.ts';
import { DAY, id, MORNING, memories, review } from '../queue/banks.ts';
import { bankOf, MINUTE } from './app.ts';

const { topics } = bankOf(2, 2, 2);
const everyCard = topics.flatMap((topic) => topic.cards);
const HORIZON = MORNING + 7 * DAY;

/** A burst with a rating a minute, after what the learner held before. */
function burst(
  held: ReadonlyMap<Memory['card'], Memory>,
  ...ratings: readonly [card: string, confidence: Confidence][]
) {
  const reviews: readonly Review[] = ratings.map(([card, confidence], index) =>
    review(id(card), confidence, MORNING + index * MINUTE),
  );
  const before: Before = new Map(reviews.map(({ card }) => [card, held.get(card)]));
  const after = new Map(held);
  for (const one of reviews) after.set(one.card, remember(after.get(one.card), one));
  return {
    after,
    summary: summarize({ bank: topics, asked: topics }, reviews, before, after, HORIZON),
  };
}

const held = memories(
  ['t0-0', 3, MORNING - 4 * DAY],
  ['t1-0', 4, MORNING - 2 * DAY],
  ['t2-0', 1, MORNING - DAY],
);

describe('the summary', () => {
  it('goes from the readiness before to the readiness after, over the whole bank', () => {
    const { after, summary } = burst(held, ['t0-0', 4], ['t0-1', 3]);
    expect(summary.overall).toEqual({
      from: readiness(everyCard, held, HORIZON),
      to: readiness(everyCard, after, HORIZON),
    });
    expect(summary.overall.to).toBeGreaterThan(summary.overall.from);
  });

  it('falls when a card that was held came out blank', () => {
    const { summary } = burst(held, ['t1-0', 1]);
    expect(summary.overall.to).toBeLessThan(summary.overall.from);
  });

  it('starts from nothing for a new learner', () => {
    expect(burst(new Map(), ['t0-0', 3]).summary.overall.from).toBe(0);
  });

  it('shows the topics it touched, once each, in the order it met them', () => {
    const { after, summary } = burst(held, ['t2-1', 2], ['t0-1', 3], ['t2-0', 3]);
    expect(summary.topics.map((one) => one.topic.id)).toEqual(['t2', 't0']);
    for (const { topic, from, to } of summary.topics) {
      expect({ from, to }).toEqual({
        from: readiness(topic.cards, held, HORIZON),
        to: readiness(topic.cards, after, HORIZON),
      });
    }
  });

  it('lists again what was blank or shaky the last time', () => {
    const { summary } = burst(
      held,
      ['t0-0', 1],
      ['t0-1', 2],
      ['t1-0', 3],
      ['t0-0', 3],
      ['t2-0', 2],
    );
    expect(summary.again.map((card) => card.id)).toEqual(['t0-1', 't2-0']);
  });

  it('passes over cards that left the bank', () => {
    const { summary } = burst(held, ['gone-1', 1], ['t0-0', 3]);
    expect(summary.topics.map((one) => one.topic.id)).toEqual(['t0']);
    expect(summary.again).toEqual([]);
    expect(summary.reviews).toHaveLength(2);
  });

  it('changes nothing when every rating was taken back', () => {
    const before: Before = new Map([[id('t0-0'), held.get(id('t0-0'))]]);
    const summary = summarize({ bank: topics, asked: topics }, [], before, held, HORIZON);
    expect(summary.overall.to).toBe(summary.overall.from);
    expect(summary).toMatchObject({ topics: [], reviews: [], again: [] });
  });
});
