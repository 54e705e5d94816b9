// Switching topics and levels off changes the readiness at once, and never leaves nothing to ask.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Bank, Level, TopicId } from '../../src/bank/card.ts';
import { createChoosing } from '../../src/state/choosing.ts';
import { LEVELS } from '../../src/state/levels.ts';
import { entry, id, topic } from '../queue/banks.ts';
import { openModels } from './app.ts';

const BANK: Bank = {
  version: '1',
  checked: { date: '', versions: {} },
  topics: [
    topic('a', [entry('a-0'), entry('a-1', 'mid')]),
    topic('b', [entry('b-0', 'senior'), entry('b-1', 'senior')]),
    topic('c', [entry('c-0', 'mid')]),
  ],
};

async function open() {
  const models = await openModels({ bank: BANK });
  return { ...models, choosing: createChoosing(models) };
}

const [a, b, c] = ['a', 'b', 'c'] as TopicId[] as [TopicId, TopicId, TopicId];

describe('choosing', () => {
  it('takes a topic out and puts it in again, as settings on disk', async () => {
    const { choosing, disk, plan, settings } = await open();
    choosing.turnTopic(b);
    expect(choosing.topic(b)).toBe('off');
    expect(plan.topics.value.map((one) => one.id)).toEqual(['a', 'c']);
    expect(choosing.extent.value).toEqual({ topics: 2, ofTopics: 3, cards: 3, ofCards: 5 });
    expect(settings.settings.value.topicsOff).toEqual(['b']);
    await expect.poll(async () => (await disk.store.load()).settings.topicsOff).toEqual(['b']);
    choosing.turnTopic(b);
    expect(choosing.topic(b)).toBe('on');
    expect(settings.settings.value.topicsOff).toEqual([]);
  });

  it('takes a level out and puts it in again, in the order of the levels', async () => {
    const { choosing, settings } = await open();
    choosing.turnLevel('junior');
    expect(settings.settings.value.levels).toEqual(['mid', 'senior']);
    expect(choosing.level('junior')).toBe('off');
    choosing.turnLevel('junior');
    expect(settings.settings.value.levels).toEqual(['junior', 'mid', 'senior']);
  });

  it('remembers the readiness before the last switch', async () => {
    const { choosing, progress } = await open();
    progress.set(id('a-0'), {
      card: id('a-0'),
      stability: 1000,
      difficulty: 5,
      reviewedAt: progress.lookedAt.value,
      confidence: 4,
      reviews: 1,
    });
    expect(choosing.before.value).toBeNull();
    const first = progress.readiness.value;
    choosing.turnTopic(b);
    expect(choosing.before.value).toBe(first);
    const second = progress.readiness.value;
    expect(second).toBeGreaterThan(first);
    choosing.turnLevel('mid');
    expect(choosing.before.value).toBe(second);
    expect(progress.readiness.value).toBeGreaterThan(second);
  });

  it('keeps the last level and the last topic', async () => {
    const { choosing, settings } = await open();
    choosing.turnLevel('junior');
    choosing.turnLevel('mid');
    expect(choosing.level('senior')).toBe('only');
    choosing.turnLevel('senior');
    expect(settings.settings.value.levels).toEqual(['senior']);
    // Only b has a card of that level.
    expect(choosing.topic(b)).toBe('only');
    choosing.turnTopic(b);
    expect(choosing.topic(b)).toBe('only');
    expect(choosing.topic(a)).toBe('on');
    const before = choosing.before.value;
    choosing.turnTopic(b);
    expect(choosing.before.value).toBe(before);
  });

  it('binds nothing where there is no card to ask anyway', async () => {
    const { choosing, plan, settings } = await open();
    await settings.choose('levels', ['junior', 'mid']);
    await settings.choose('topicsOff', [a, c]);
    expect(plan.topics.value).toEqual([]);
    expect([a, b, c].map(choosing.topic)).toEqual(['off', 'on', 'off']);
    choosing.turnTopic(b);
    expect(settings.settings.value.topicsOff).toEqual([a, c, b]);
    expect(LEVELS.map(choosing.level)).toEqual(['on', 'on', 'off']);
    choosing.turnLevel('junior');
    // Storage knows no learner without any level.
    expect(LEVELS.map(choosing.level)).toEqual(['off', 'only', 'off']);
    choosing.turnLevel('mid');
    expect(settings.settings.value.levels).toEqual(['mid']);
  });

  it('puts all topics in at once', async () => {
    const { choosing, settings } = await open();
    choosing.turnTopic(a);
    choosing.turnTopic(c);
    choosing.allTopics();
    expect(settings.settings.value.topicsOff).toEqual([]);
    expect([a, b, c].map(choosing.topic)).toEqual(['on', 'on', 'on']);
  });

  it('keeps the choice of a topic that this bank does not have', async () => {
    const { choosing, settings } = await open();
    await settings.choose('topicsOff', ['gone' as TopicId]);
    choosing.turnTopic(b);
    choosing.turnTopic(b);
    expect(settings.settings.value.topicsOff).toEqual(['gone']);
  });

  it('never leaves nothing to ask, whatever was put aside before', async () => {
    const steps = fc.array(
      fc.oneof(
        fc.constantFrom<Level>(...LEVELS).map((level) => ({ level })),
        fc.constantFrom(a, b, c).map((off) => ({ topic: off })),
        fc
          .constantFrom('a-0', 'a-1', 'b-0', 'b-1', 'c-0')
          .chain((card) =>
            fc.constantFrom('suspend', 'resume').map((type) => ({ card: id(card), type }) as const),
          ),
      ),
      { maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (switched) => {
        const { choosing, marks, plan } = await open();
        for (const step of switched) {
          const left = plan.topics.value.length;
          if ('card' in step) void marks.change(step.card, { type: step.type });
          else if ('level' in step) choosing.turnLevel(step.level);
          else choosing.turnTopic(step.topic);
          if (left > 0 && !('card' in step)) expect(plan.topics.value).not.toEqual([]);
        }
      }),
    );
  });
});
