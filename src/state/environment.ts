// The platform as one typed object given from outside: clock, ids, content, storage.

import type { Bank, Card, CardId, GuideSection, TopicId } from '../bank/card.ts';
import type { Store } from '../store/store.ts';

export interface Environment {
  /** Epoch ms. */
  readonly now: () => number;
  /** Never the same twice, on any device. */
  readonly newId: () => string;
  readonly bank: Bank;
  readonly loadTopic: (topic: TopicId) => Promise<ReadonlyMap<CardId, Card>>;
  readonly loadGuide: () => Promise<readonly GuideSection[]>;
  readonly store: Store;
}
