// On the last day there is something to win, or it is said truly why there is nothing.

import { expect, it } from 'vitest';
import type { Bank, TopicId } from '../../src/bank/card.ts';
import type { Event } from '../../src/memory/event.ts';
import { createLastDay } from '../../src/state/lastDay.ts';
import { entry, id, MORNING, review, topic } from '../queue/banks.ts';
import { openModels } from './app.ts';
import { createDisk } from './disk.ts';

const [a, b] = ['a', 'b'] as TopicId[] as [TopicId, TopicId];
const BANK: Bank = {
  version: '1',
  checked: { date: '', versions: {} },
  topics: [topic(a, [entry('a-0')]), topic(b, [entry('b-0', 'senior')])],
};

async function open(...events: readonly Event[]) {
  const disk = createDisk();
  for (const event of events) await disk.store.record(event, null);
  const models = await openModels({ disk, bank: BANK });
  const lastDay = createLastDay({ ...models, device: { events: disk.store.events } });
  await lastDay.load();
  return { ...models, lastDay };
}

it('counts what can be won', async () => {
  const { lastDay } = await open();
  expect(lastDay.nothing.value).toBeNull();
  expect(lastDay.counts.value).toEqual([{ gain: 'new', count: 1 }]);
});

it('knows that no topic is in', async () => {
  const { lastDay, settings } = await open(review(id('a-0'), 4, MORNING));
  await settings.choose('topicsOff', [a, b]);
  expect(lastDay.nothing.value).toBe('no-card');
});

it('knows that all is senior, and nothing was seen', async () => {
  const { lastDay, settings } = await open();
  await settings.choose('topicsOff', [a]);
  expect(lastDay.nothing.value).toBe('all-senior');
});

it('knows that what was seen will hold, whatever senior card is new', async () => {
  const { lastDay } = await open(review(id('a-0'), 4, MORNING));
  expect(lastDay.cards.value).toEqual([]);
  expect(lastDay.nothing.value).toBe('all-safe');
});
