// The bank of this build: its index at once, the cards of a topic when they are asked for.

import { bank, loadGuide as fetchGuide, loaders } from 'virtual:bank';
import type { Card, CardId, GuideSection, TopicId } from './card.ts';

export { bank };

type TopicCards = ReadonlyMap<CardId, Card>;

const loads = new Map<TopicId, Promise<TopicCards>>();

/** Loads a topic once; after a failure the next call tries again. */
export function loadTopic(id: TopicId): Promise<TopicCards> {
  const known = loads.get(id);
  if (known) return known;
  const load = fetchTopic(id);
  loads.set(id, load);
  load.catch(() => loads.delete(id));
  return load;
}

async function fetchTopic(id: TopicId): Promise<TopicCards> {
  const loader = loaders[id];
  if (!loader) throw new Error(`There is no topic ${id}.`);
  const { cards } = await loader();
  return new Map(cards.map((card) => [card.id, card]));
}

export async function loadGuide(): Promise<readonly GuideSection[]> {
  return (await fetchGuide()).guide;
}
