// What the plugin in src/compile makes of content/.

declare module 'virtual:bank' {
  type Card = import('./card.ts').Card;
  type GuideSection = import('./card.ts').GuideSection;
  type PackedBank = import('./card.ts').PackedBank;

  interface TopicChunk {
    readonly summary: string;
    readonly cards: readonly Card[];
  }

  export const packed: PackedBank;
  /** One lazy chunk per topic, in the order of the index. */
  export const loaders: readonly (() => Promise<TopicChunk>)[];
  export const loadGuide: () => Promise<{ readonly guide: readonly GuideSection[] }>;
}
