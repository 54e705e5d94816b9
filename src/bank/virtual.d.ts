// What the plugin in src/compile makes of content/.

declare module 'virtual:bank' {
  type Bank = import('./card.ts').Bank;
  type Card = import('./card.ts').Card;
  type GuideSection = import('./card.ts').GuideSection;
  type TopicId = import('./card.ts').TopicId;

  export const bank: Bank;
  /** One lazy chunk per topic. */
  export const loaders: Readonly<
    Record<TopicId, () => Promise<{ readonly cards: readonly Card[] }>>
  >;
  export const loadGuide: () => Promise<{ readonly guide: readonly GuideSection[] }>;
}
