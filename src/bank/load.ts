// The bank of this build: its index at once, the content of a topic when it is asked for.

import { loadGuide as fetchGuide, loaders, packed } from 'virtual:bank';
import type { GuideSection, TopicContent, TopicId } from './card.ts';
import { unpack } from './unpack.ts';

export const bank = unpack(packed);

const loads = new Map<TopicId, Promise<TopicContent>>();

/** Loads a topic once; after a failure the next call tries again. */
export function loadTopic(id: TopicId): Promise<TopicContent> {
  const known = loads.get(id);
  if (known) return known;
  const load = fetchTopic(id);
  loads.set(id, load);
  load.catch(() => loads.delete(id));
  return load;
}

async function fetchTopic(id: TopicId): Promise<TopicContent> {
  const loader = loaders[bank.topics.findIndex((topic) => topic.id === id)];
  if (!loader) throw new Error(`There is no topic ${id}.`);
  const { summary, cards } = await loader();
  return { summary, cards: new Map(cards.map((card) => [card.id, card])) };
}

export async function loadGuide(): Promise<readonly GuideSection[]> {
  return (await fetchGuide()).guide;
}
