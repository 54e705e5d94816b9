// The cards of a topic are loaded once, and a failed load can be tried again.

import { expect, it } from 'vitest';
import type { Html, TopicId } from '../../src/bank/card.ts';
import { createContent } from '../../src/state/content.ts';
import { id } from '../queue/banks.ts';
import { bankOf, cardsOf } from './app.ts';

const bank = bankOf(2, 1);
const T0 = 't0' as TopicId;
const T1 = 't1' as TopicId;

/** A network that counts what is asked of it. */
function network() {
  const line = {
    up: true,
    asked: [] as TopicId[],
    async loadTopic(topic: TopicId) {
      line.asked.push(topic);
      if (!line.up) throw new TypeError('Failed to fetch');
      return { summary: `About ${topic}`, cards: cardsOf(bank, topic) };
    },
    async loadGuide() {
      if (!line.up) throw new TypeError('Failed to fetch');
      return [{ title: 'First', html: '<ul></ul>' as Html }];
    },
  };
  const content = createContent({
    bank,
    loadTopic: (topic) => line.loadTopic(topic),
    loadGuide: () => line.loadGuide(),
  });
  return { line, content };
}

it('knows topics and entries without loading anything', () => {
  const { content, line } = network();
  expect(content.topic(T1)?.cards.map((card) => card.id)).toEqual(['t1-0']);
  expect(content.entry(id('t0-1'))?.topic).toBe(T0);
  expect(content.entry(id('gone'))).toBeUndefined();
  expect(content.cards(T0).value).toBeNull();
  expect(line.asked).toEqual([]);
});

it('goes from loading to loaded', async () => {
  const { content } = network();
  const done = content.load(T0);
  expect(content.cards(T0).value).toEqual({ kind: 'loading' });
  await done;
  expect(content.cards(T0).value).toEqual({
    kind: 'loaded',
    summary: 'About t0',
    cards: cardsOf(bank, T0),
  });
  expect(content.cards(T1).value).toBeNull();
});

it('asks once for a topic, however often it is wanted', async () => {
  const { content, line } = network();
  await Promise.all([content.load(T0), content.load(T0)]);
  await content.load(T0);
  expect(line.asked).toEqual([T0]);
});

it('is there for all who asked while it was under way', async () => {
  const { content, line } = network();
  const { loadTopic } = line;
  line.loadTopic = async (topic) => {
    await new Promise((later) => setTimeout(later, 10));
    return loadTopic(topic);
  };
  void content.load(T0);
  await content.load(T0);
  expect(content.cards(T0).value?.kind).toBe('loaded');
});

it('says that a topic is missing, and has it when it is asked for again', async () => {
  const { content, line } = network();
  line.up = false;
  await content.load(T0);
  expect(content.cards(T0).value).toEqual({ kind: 'missing' });
  line.up = true;
  const again = content.load(T0);
  expect(content.cards(T0).value).toEqual({ kind: 'loading' });
  await again;
  expect(content.cards(T0).value?.kind).toBe('loaded');
});

it('warms up every topic, past one that fails', async () => {
  const { content, line } = network();
  line.up = false;
  const warm = content.warm();
  line.up = true;
  await warm;
  expect(line.asked).toEqual([T0, T1]);
  expect(content.cards(T1).value?.kind).toBe('loaded');
});

it('leaves the topic alone that it is told to, also one that did not come', async () => {
  const { content, line } = network();
  line.up = false;
  await content.load(T0);
  line.up = true;
  await content.warm(T0);
  expect(content.cards(T0).value?.kind).toBe('missing');
  expect(content.cards(T1).value?.kind).toBe('loaded');
});

it('has nothing for a topic that the bank does not know, and asks nobody', async () => {
  const { content, line } = network();
  const unknown = '__proto__' as TopicId;
  await content.load(unknown);
  expect(content.cards(unknown).value).toEqual({ kind: 'missing' });
  expect(line.asked).toEqual([]);
});

it('asks for the guide again after a failure, and then keeps it', async () => {
  const { content, line } = network();
  line.up = false;
  await content.fetchGuide();
  expect(content.guide.value).toEqual({ kind: 'missing' });
  line.up = true;
  await content.fetchGuide();
  expect(content.guide.value).toMatchObject({ kind: 'loaded', sections: [{ title: 'First' }] });
  line.up = false;
  await content.fetchGuide();
  expect(content.guide.value).toMatchObject({ kind: 'loaded' });
});
