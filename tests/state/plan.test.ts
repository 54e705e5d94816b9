// The interview follows the learner's choices, and every figure follows the interview.

import { effect } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { Bank, Level, TopicId } from '../../src/bank/card.ts';
import { daysUntil, parseInterviewDate } from '../../src/memory/horizon.ts';
import { readiness } from '../../src/memory/readiness.ts';
import { entry, id, topic } from '../queue/banks.ts';
import { ALL, bankOf, HOUR, openApp, openModels, SECOND } from './app.ts';

/** Two topics with a card of every level, one with seniors only. */
const LEVELS: Bank = {
  ...bankOf(),
  topics: [
    topic('t0', [entry('t0-0', 'junior'), entry('t0-1', 'mid'), entry('t0-2', 'senior')]),
    topic('t1', [entry('t1-0', 'junior'), entry('t1-1', 'mid'), entry('t1-2', 'senior')]),
    topic('t2', [entry('t2-0', 'senior'), entry('t2-1', 'senior')]),
  ],
};

type Models = Awaited<ReturnType<typeof openModels>>;

const asked = ({ plan }: Pick<Models, 'plan'>) =>
  plan.topics.value.map(({ cards }) => cards.map((card) => card.id).join(' '));

const off = (...topics: string[]) => topics as TopicId[];

describe('the interview', () => {
  it('is the whole bank for a new learner', async () => {
    const models = await openModels({ bank: LEVELS });
    expect(models.plan.topics.value).toEqual(LEVELS.topics);
  });

  it('follows levels, topics and suspended cards at once', async () => {
    const models = await openModels({ bank: LEVELS });
    const { settings, marks } = models;
    void settings.choose('levels', ['junior', 'mid']);
    expect(asked(models)).toEqual(['t0-0 t0-1', 't1-0 t1-1']);
    void settings.choose('topicsOff', off('t1'));
    expect(asked(models)).toEqual(['t0-0 t0-1']);
    void marks.change(id('t0-0'), { type: 'suspend' });
    expect(asked(models)).toEqual(['t0-1']);
    void marks.change(id('t0-1'), { type: 'suspend' });
    expect(asked(models)).toEqual([]);
    void marks.change(id('t0-1'), { type: 'resume' });
    void settings.choose('levels', ['junior', 'mid', 'senior']);
    void settings.choose('topicsOff', []);
    expect(asked(models)).toEqual(['t0-1 t0-2', 't1-0 t1-1 t1-2', 't2-0 t2-1']);
  });

  it('does not follow stars and notes', async () => {
    const { plan, marks } = await openModels({ bank: LEVELS });
    void marks.change(id('t0-0'), { type: 'star' });
    void marks.change(id('t0-0'), { type: 'note', text: 'mine' });
    expect(plan.topics.value).toEqual(LEVELS.topics);
    expect(plan.isSuspended(id('t0-0'))).toBe(false);
  });

  it('is the same after a kill', async () => {
    const app = await openApp({ bank: LEVELS });
    await app.settings.choose('topicsOff', off('t1'));
    await app.settings.choose('levels', ['senior']);
    await app.marks.change(id('t2-1'), { type: 'suspend' });
    expect(asked(app)).toEqual(['t0-2', 't2-0']);
    expect(asked(await app.reopen())).toEqual(['t0-2', 't2-0']);
  });

  it('tells whoever watches it', async () => {
    const { plan, settings } = await openModels({ bank: LEVELS });
    const counts: number[] = [];
    const dispose = effect(() => {
      counts.push(plan.topics.value.length);
    });
    void settings.choose('topicsOff', off('t0'));
    void settings.choose('levels', ['junior']);
    dispose();
    expect(counts).toEqual([3, 2, 1]);
  });
});

describe('one topic', () => {
  it('shows what may be asked of it, in the interview or not', async () => {
    const { plan, settings, marks } = await openModels({ bank: LEVELS });
    const [first, , seniors] = LEVELS.topics;
    if (!first || !seniors) throw new Error('The bank lost its topics');
    expect(plan.askable(first)).toBe(first);
    void settings.choose('topicsOff', off('t0'));
    void settings.choose('levels', ['junior', 'mid']);
    void marks.change(id('t0-1'), { type: 'suspend' });
    expect(plan.askable(first).cards).toEqual([first.cards[0]]);
    expect(plan.askable(seniors).cards).toEqual([]);
    expect(plan.isSuspended(id('t0-1'))).toBe(true);
    expect(plan.isSuspended(id('t0-2'))).toBe(false);
  });
});

describe('the figures', () => {
  /** Every card was rated, those of the first topic worst. */
  async function rated() {
    const app = await openApp({ bank: LEVELS });
    app.burst.start(10, ALL);
    for (let cards = 0; cards < 8; cards++) {
      app.answer(app.up().entry.topic === 't0' ? 1 : 4, 5 * SECOND);
    }
    await app.settle();
    return app;
  }

  it('count the interview only', async () => {
    const app = await rated();
    const { progress, settings, marks } = app;
    const before = progress.readiness.value;
    expect(progress.seen.value).toBe(8);
    void settings.choose('topicsOff', off('t0'));
    void settings.choose('levels', ['mid', 'senior']);
    void marks.change(id('t2-0'), { type: 'suspend' });
    const cards = ['t1-1', 't1-2', 't2-1'].map((card) => entry(card));
    expect(progress.seen.value).toBe(3);
    expect(progress.readiness.value).toBe(
      readiness(cards, progress.memories.value, progress.horizon.value),
    );
    expect(progress.readiness.value).toBeGreaterThan(before);
    expect(progress.topics.value.map((one) => one.topic.id).toSorted()).toEqual(['t1', 't2']);
    expect(progress.topics.value.find((one) => one.topic.id === 't2')).toMatchObject({
      topic: { cards: [{ id: 't2-1' }] },
      seen: 1,
    });
  });

  it('of a topic outside of it can be had all the same', async () => {
    const { progress, settings } = await rated();
    const [first] = LEVELS.topics;
    if (!first) throw new Error('The bank lost its topics');
    const before = progress.ofTopic(first);
    void settings.choose('topicsOff', off('t0'));
    expect(progress.ofTopic(first)).toEqual(before);
    expect(before).toMatchObject({ topic: first, seen: 3 });
    expect(before.readiness).toBeGreaterThan(0);
  });

  it('are zero where nothing may be asked', async () => {
    const { progress, settings } = await rated();
    void settings.choose('topicsOff', off('t0', 't1', 't2'));
    expect(progress.readiness.value).toBe(0);
    expect(progress.seen.value).toBe(0);
    expect(progress.topics.value).toEqual([]);
  });

  it('put the weakest topic of the interview first', async () => {
    const { progress, settings } = await rated();
    expect(progress.topics.value[0]?.topic.id).toBe('t0');
    void settings.choose('topicsOff', off('t0'));
    expect(progress.topics.value[0]?.topic.id).not.toBe('t0');
  });

  it('never lose a memory over it', async () => {
    const { progress, settings, marks } = await rated();
    const before = progress.memories.value;
    const levels: readonly Level[] = ['junior'];
    void settings.choose('levels', levels);
    void marks.change(id('t0-0'), { type: 'suspend' });
    expect(progress.memories.value).toEqual(before);
  });

  it('aim at the interview that was chosen', async () => {
    const { progress, settings, clock } = await openModels({ bank: LEVELS });
    expect(progress.daysToInterview.value).toBeNull();
    const inSevenDays = progress.horizon.value;
    expect(inSevenDays).toBe(clock.now() + 7 * 24 * HOUR);
    const date = parseInterviewDate('2026-03-16');
    if (!date) throw new Error('There is no such day');
    void settings.choose('interview', date);
    expect(progress.daysToInterview.value).toBe(daysUntil(clock.now(), date));
    expect(progress.horizon.value).toBe(new Date(2026, 2, 16, 9).getTime());
  });
});
