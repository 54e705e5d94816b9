// The screens that start-up does not need, by name, and what an address needs of them and of the bank.

import type { Bank, TopicId } from '../bank/card.ts';
import { parseRoute, type Route } from '../state/route.ts';
import { later } from './later.tsx';

export const Burst = later(() => import('./burst/Burst.tsx').then((it) => it.Burst));
export const Topic = later(() => import('./topics/Topic.tsx').then((it) => it.Topic));
export const CardScreen = later(() =>
  import('./topics/CardScreen.tsx').then((it) => it.CardScreen),
);

/** Those that need nothing but their name. */
export const PLAIN = {
  burst: Burst,
  guide: later(() => import('./guide/Guide.tsx').then((it) => it.Guide)),
  'last-day': later(() => import('./lastday/LastDay.tsx').then((it) => it.LastDay)),
  licences: later(() => import('./settings/Licences.tsx').then((it) => it.Licences)),
  mock: later(() => import('./mock/Mock.tsx').then((it) => it.Mock)),
  progress: later(() => import('./progress/Progress.tsx').then((it) => it.Progress)),
  search: later(() => import('./search/Search.tsx').then((it) => it.Search)),
  settings: later(() => import('./settings/Settings.tsx').then((it) => it.Settings)),
  topics: later(() => import('./topics/Topics.tsx').then((it) => it.Topics)),
};

export const LATER = { ...PLAIN, topic: Topic, card: CardScreen };

const ofRoute: Partial<Record<Route['screen'], { prefetch: () => Promise<void> }>> = LATER;

interface Content {
  readonly bank: Bank;
  readonly loadTopic: (topic: TopicId) => Promise<unknown>;
}

/** Sends for what the address shows while the storage is still opening; who fails here tries again. */
export function fetchAhead(hash: string, { bank, loadTopic }: Content): void {
  const route = parseRoute(hash);
  void ofRoute[route.screen === 'start' ? 'burst' : route.screen]?.prefetch();
  if (route.screen !== 'card') return;
  const topic = bank.topics.find(({ cards }) => cards.some(({ id }) => id === route.card));
  if (topic) loadTopic(topic.id).catch(() => undefined);
}
