// The platform as one typed object given from outside: clock, ids, content, storage.

import type { Bank, GuideSection, TopicContent, TopicId } from '../bank/card.ts';
import type { Store } from '../store/store.ts';

export interface Environment {
  /** Epoch ms. */
  readonly now: () => number;
  /** Never the same twice, on any device. */
  readonly newId: () => string;
  readonly bank: Bank;
  readonly loadTopic: (topic: TopicId) => Promise<TopicContent>;
  readonly loadGuide: () => Promise<readonly GuideSection[]>;
  readonly store: Store;
  /** Runs it once what was changed so far is on the screen. */
  readonly afterPaint: (run: () => void) => void;
  /**
   * Makes this the only tab that holds the name; `null` if another tab keeps it.
   *
   * @param how `take` takes it away from the tab that holds it, which then hears `onLost`
   */
  readonly claim: (
    name: string,
    how: 'ask' | 'take',
    onLost: () => void,
  ) => Promise<{ readonly release: () => void } | null>;
}
