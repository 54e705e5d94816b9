// A sound bank in Markdown as the bank the app reads: a small index and one chunk per topic.

import { createHash } from 'node:crypto';
import type { Bank, Card, CardEntry, CardId, GuideSection, Topic, TopicId } from '../bank/card.ts';
import type { BankDraft, Draft } from './draft.ts';
import { plainText } from './plain.ts';
import type { Renderer } from './render.ts';

export interface CompiledBank {
  readonly bank: Bank;
  /** One line each. */
  readonly summaries: ReadonlyMap<TopicId, string>;
  readonly chunks: ReadonlyMap<TopicId, readonly Card[]>;
  readonly guide: readonly GuideSection[];
}

/** The same content always gives the same bank, byte for byte. */
export function compile(draft: BankDraft, renderer: Renderer): CompiledBank {
  const { topics, cards, checked } = draft;
  const drafts = new Map(cards.map((card) => [card.id, card]));
  const chunks = new Map(
    topics.map(({ id }) => {
      const own = cards.filter((card) => card.topic === id);
      return [id, own.map((card) => toCard(card, drafts, renderer))];
    }),
  );
  const index = topics.map(({ id, title }): Topic => {
    const entries = cards.filter((card) => card.topic === id).map(toEntry);
    return { id, title, cards: entries };
  });
  const summaries = new Map(topics.map(({ id, summary }) => [id, summary]));
  const version = hash(JSON.stringify([index, [...summaries], [...chunks]]));
  const guide = draft.guide.map(({ title, text }) => ({ title, html: renderer.blocks(text) }));
  return { bank: { version, checked, topics: index }, summaries, chunks, guide };
}

function toEntry({ id, topic, front }: Draft): CardEntry {
  return { id, topic, level: front.level, core: front.core };
}

function toCard(draft: Draft, drafts: ReadonlyMap<CardId, Draft>, renderer: Renderer): Card {
  const { inline, blocks, code } = renderer;
  const { front, parts } = draft;
  return {
    ...toEntry(draft),
    question: inline(front.question),
    plainQuestion: plainText(front.question),
    given: parts.given.map(code),
    say: blocks(parts.say),
    points: parts.points.map(inline),
    code: parts.code.map(code),
    why: blocks(parts.why),
    wrong: parts.wrong.map(({ claim, truth }) => ({ claim: inline(claim), truth: inline(truth) })),
    extras: parts.extras.map(({ title, text }) => ({ title, html: blocks(text) })),
    followUps: front.followUps.flatMap((id) => {
      const question = drafts.get(id)?.front.question;
      return question === undefined ? [] : [{ id, question: inline(question) }];
    }),
    sources: front.sources.map(({ url, supports }) => ({ url, supports: plainText(supports) })),
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
