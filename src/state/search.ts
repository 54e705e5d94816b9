// Finds cards and topics by what they say and by the names in their code, in spite of typing errors.

import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import MiniSearch, { type Options, type Query, type SearchResult } from 'minisearch';
import type { Bank, Card, CardId, Level, Topic, TopicId } from '../bank/card.ts';
import type { Content } from './content.ts';
import { everyCard } from './everyCard.ts';
import { type Highlighted, highlight } from './highlight.ts';
import { plainText } from './plainText.ts';
import { namesIn, termsIn } from './searchTerms.ts';
import { createSnippets, type Snippet } from './snippet.ts';

export interface Found {
  /** Those whose name was meant, the best first. */
  readonly topics: readonly TopicHit[];
  /** The best first, and only the best. */
  readonly cards: readonly CardHit[];
  /** How many cards there are with those that are not in `cards`. */
  readonly total: number;
}

export interface TopicHit {
  readonly id: TopicId;
  readonly title: Highlighted;
}

export interface CardHit {
  readonly id: CardId;
  /** Its title. */
  readonly topic: string;
  readonly level: Level;
  readonly question: Highlighted;
  /** What else was hit, if anything. */
  readonly snippet: Snippet | null;
}

export type Find = (text: string) => Found;

export type Search =
  | { readonly kind: 'loading' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'ready'; readonly find: Find };

interface Parts {
  readonly bank: Bank;
  readonly content: Content;
}

const searches = new WeakMap<Content, ReadonlySignal<Search>>();

/** One for as long as the app runs: its index is made once, as soon as all topics are here. */
export function searchOf({ bank, content }: Parts): ReadonlySignal<Search> {
  const known = searches.get(content);
  if (known) return known;
  const search = signal<Search>({ kind: 'loading' });
  effect(() => {
    const cards = everyCard(bank, content);
    if (typeof cards === 'string') search.value = { kind: cards };
    else {
      void createFind(bank.topics, cards).then((find) => {
        search.value = { kind: 'ready', find };
      });
    }
  });
  const readable = computed(() => search.value);
  searches.set(content, readable);
  return readable;
}

/** How many cards are shown; who needs more had better type another letter. */
const MOST_CARDS = 20;
/** Nobody types more, and a pasted page must not keep the phone busy. */
const LONGEST_QUERY = 100;
/** So many cards are read at once; then the phone has time for the learner. */
const CARDS_AT_ONCE = 10;

/** What of a card is searched, and how much a hit there counts. */
const BOOST = { question: 6, topic: 3, names: 2, points: 1.5, prose: 1 };

interface CardDocument extends Readonly<Record<keyof typeof BOOST, string>> {
  readonly id: CardId;
}

export async function createFind(topics: readonly Topic[], cards: readonly Card[]): Promise<Find> {
  const titles = new Map(topics.map(({ id, title }) => [id, title]));
  const titleOf = (id: TopicId) => titles.get(id) ?? '';
  const byId = new Map(cards.map((card) => [card.id, card]));
  const snippets = createSnippets();
  const titleIndex = new MiniSearch<Topic>({ ...EXACTLY, fields: ['title'] });
  titleIndex.addAll(topics);
  const cardIndex = new MiniSearch<CardDocument>({ ...EXACTLY, fields: Object.keys(BOOST) });
  for (const [index, card] of cards.entries()) {
    cardIndex.add(documentOf(card, titleOf(card.topic)));
    snippets.read(card);
    if (index % CARDS_AT_ONCE === CARDS_AT_ONCE - 1) await pause();
  }

  function cardHit({ id, terms }: SearchResult): readonly CardHit[] {
    const card = byId.get(id);
    if (!card) return [];
    const hits = new Set(terms);
    return [
      {
        id: card.id,
        topic: titleOf(card.topic),
        level: card.level,
        question: highlight(card.plainQuestion, hits),
        snippet: snippets.of(card.id, hits),
      },
    ];
  }

  return (text) => {
    const words = namesIn(text.slice(0, LONGEST_QUERY));
    const found = firstThatFinds(cardIndex, words, [...WAYS, EITHER]);
    return {
      topics: firstThatFinds(titleIndex, words, WAYS).map(({ id, terms }) => ({
        id,
        title: highlight(titleOf(id), new Set(terms)),
      })),
      cards: found.slice(0, MOST_CARDS).flatMap(cardHit),
      total: found.length,
    };
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** We cut texts into terms ourselves, at both ends. */
const EXACTLY: Pick<Options, 'tokenize' | 'processTerm' | 'searchOptions'> = {
  tokenize: (text) => termsIn(text).map((term) => term.text),
  processTerm: (term) => term,
  searchOptions: { tokenize: (term) => [term], boost: BOOST },
};

interface Way {
  readonly combineWith: 'AND' | 'OR';
  /** Whether all pieces of a name do for the name. */
  readonly byPieces: boolean;
  /** Share of a word's letters that may be wrong; two letters in the wrong order are two. */
  readonly wrong: number;
}

const WAYS: readonly Way[] = [
  { combineWith: 'AND', byPieces: false, wrong: 0.2 },
  { combineWith: 'AND', byPieces: true, wrong: 0.2 },
  { combineWith: 'AND', byPieces: true, wrong: 0.34 },
];
const EITHER: Way = { combineWith: 'OR', byPieces: true, wrong: 0.34 };

type Words = ReturnType<typeof namesIn>;

/** Tolerates more only where less finds nothing. */
function firstThatFinds(
  index: MiniSearch,
  words: Words,
  ways: readonly Way[],
): readonly SearchResult[] {
  for (const { combineWith, byPieces, wrong } of ways) {
    // Among words of which any will do, a letter would do everywhere.
    const wanted = combineWith === 'OR' ? words.filter(([{ text }]) => text.length > 1) : words;
    const queries = wanted.map((word) => (byPieces ? piecesOf(word) : word[0].text));
    const found = index.search(
      { combineWith, queries },
      { prefix: (term) => term.length > 1, fuzzy: (term) => term.length > 3 && wrong },
    );
    if (found.length > 0) return found;
  }
  return [];
}

function piecesOf([whole, ...pieces]: Words[number]): Query {
  if (pieces.length === 0) return whole.text;
  const allPieces: Query = { combineWith: 'AND', queries: pieces.map(({ text }) => text) };
  return { combineWith: 'OR', queries: [whole.text, allPieces] };
}

function documentOf(card: Card, topic: string): CardDocument {
  const { id, plainQuestion, points, given, code, say, wrong } = card;
  return {
    id,
    topic,
    question: plainQuestion,
    points: points.map(plainText).join('\n'),
    names: [...given, ...code].map(({ html }) => plainText(html)).join('\n'),
    prose: [say, ...wrong.flatMap(({ claim, truth }) => [claim, truth])].map(plainText).join('\n'),
  };
}
