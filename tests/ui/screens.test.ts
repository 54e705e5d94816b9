// What an address needs is sent for before the app has started.

import { expect, it } from 'vitest';
import type { TopicId } from '../../src/bank/card.ts';
import { fetchAhead } from '../../src/ui/screens.ts';
import { bankOf } from '../state/app.ts';

const bank = bankOf(2, 1);

/** @returns the topics that are asked for when the app is opened at this address */
function asked(hash: string): readonly TopicId[] {
  const topics: TopicId[] = [];
  const loadTopic = async (topic: TopicId) => {
    topics.push(topic);
    throw new TypeError('Failed to fetch');
  };
  fetchAhead(hash, { bank, loadTopic });
  return topics;
}

it.each([
  ['#/card/t1-0', ['t1']],
  ['#/card/gone', []],
  ['#/topics', []],
  ['', []],
])('%s asks for the topics %j, and a failure there is none of the start', (hash, topics) => {
  expect(asked(hash)).toEqual(topics);
});
