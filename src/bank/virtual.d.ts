// What the plugin in src/compile makes of content/.

declare module 'virtual:bank' {
  import type { Bank, Card, GuideSection, TopicId } from './card.ts';

  export const bank: Bank;
  /** One lazy chunk per topic. */
  export const loaders: Readonly<
    Record<TopicId, () => Promise<{ readonly cards: readonly Card[] }>>
  >;
  export const loadGuide: () => Promise<{ readonly guide: readonly GuideSection[] }>;
}
