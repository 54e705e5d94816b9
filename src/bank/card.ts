// What there is to learn: a bank of topics, each with cards.

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type CardId = Branded<'CardId'>;
export type TopicId = Branded<'TopicId'>;

/** HTML rendered from our own Markdown at build time: classes only, no inline style, no script. */
export type Html = Branded<'Html'>;

export type Level = 'junior' | 'mid' | 'senior';

/** What the queue needs to know of a card; the rest comes with its topic's chunk. */
export interface CardEntry {
  readonly id: CardId;
  readonly topic: TopicId;
  readonly level: Level;
  readonly core: boolean;
}

export interface Topic {
  readonly id: TopicId;
  readonly title: string;
  readonly cards: readonly CardEntry[];
}

/** What of a topic is fetched when it is asked for. */
export interface TopicContent {
  /** One line. */
  readonly summary: string;
  readonly cards: ReadonlyMap<CardId, Card>;
}

/** What the cards' code was last run against, all of it. */
export interface Checked {
  /** 'YYYY-MM-DD'. */
  readonly date: string;
  /** By package name. */
  readonly versions: Readonly<Record<string, string>>;
}

export interface Bank {
  /** Changes whenever any card changes. */
  readonly version: string;
  readonly checked: Checked;
  /** In the order of the topic files; the order decides between equally weak topics. */
  readonly topics: readonly Topic[];
}

/** A bank as the build writes it down. */
export interface PackedBank extends Omit<Bank, 'topics'> {
  /** Cards as their id and, without a space, a letter: the first of the level, a capital where core. */
  readonly topics: readonly (readonly [id: TopicId, title: string, cards: string])[];
}

export interface CodeBlock {
  /** The file the code stands in; absent only for code that belongs to the question. */
  readonly file?: string;
  readonly language: string;
  /** A highlighted `<pre>`. */
  readonly html: Html;
}

export interface WrongClaim {
  readonly claim: Html;
  readonly truth: Html;
}

export interface ExtraPart {
  readonly title: string;
  readonly html: Html;
}

export interface FollowUp {
  readonly id: CardId;
  readonly question: Html;
}

export interface Source {
  readonly url: string;
  readonly supports: string;
}

/** One part of the cheat sheet that one reads on the way in. */
export interface GuideSection {
  readonly title: string;
  readonly html: Html;
}

/** One question with its answer, complete. */
export interface Card extends CardEntry {
  readonly question: Html;
  /** The question without markup, for titles and lists. */
  readonly plainQuestion: string;
  readonly given: readonly CodeBlock[];
  readonly say: Html;
  readonly points: readonly Html[];
  readonly code: readonly CodeBlock[];
  readonly why: Html;
  readonly wrong: readonly WrongClaim[];
  readonly extras: readonly ExtraPart[];
  readonly followUps: readonly FollowUp[];
  readonly sources: readonly Source[];
}
