// A card that keeps every rule, still in Markdown: what validate hands to compile.

import type { CardId, Checked, Level, Source, TopicId } from '../bank/card.ts';

export interface Draft {
  readonly id: CardId;
  readonly topic: TopicId;
  readonly front: FrontDraft;
  readonly parts: PartsDraft;
}

export interface FrontDraft {
  readonly question: string;
  readonly level: Level;
  readonly core: boolean;
  readonly followUps: readonly CardId[];
  readonly sources: readonly Source[];
}

export interface PartsDraft {
  readonly given: readonly CodeDraft[];
  readonly say: string;
  readonly points: readonly string[];
  readonly code: readonly CodeDraft[];
  readonly why: string;
  readonly wrong: readonly WrongDraft[];
  readonly extras: readonly ExtraDraft[];
}

export interface CodeDraft {
  readonly file?: string;
  readonly language: Language;
  readonly code: string;
}

export interface WrongDraft {
  readonly claim: string;
  readonly truth: string;
}

export interface ExtraDraft {
  readonly title: string;
  /** Block Markdown. */
  readonly text: string;
}

export interface TopicDraft {
  readonly id: TopicId;
  readonly title: string;
  readonly order: number;
  readonly summary: string;
}

export interface BankDraft {
  /** In their order. */
  readonly topics: readonly TopicDraft[];
  /** As one would read them. */
  readonly cards: readonly Draft[];
  readonly guide: readonly GuideDraft[];
  readonly checked: Checked;
}

export interface GuideDraft {
  readonly title: string;
  /** Block Markdown. */
  readonly text: string;
}

export const LANGUAGES = [
  'python',
  'jinja',
  'html',
  'sh',
  'dockerfile',
  'sql',
  'json',
  'ini',
  'nginx',
  'text',
] as const;

export type Language = (typeof LANGUAGES)[number];
