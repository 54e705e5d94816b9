// The questions of a mock interview in the order an interviewer would walk: broad first, then by the chains, from topic to topic.

import type { CardEntry, CardId, Level, Topic } from '../bank/card.ts';
import type { Memory } from '../memory/memory.ts';
import { cardReadiness, readiness } from '../memory/readiness.ts';
import { draw } from './draw.ts';
import { shuffleKey } from './shuffle.ts';

export interface Interview {
  /** In the order of the bank, with the cards of every level that may be asked. */
  readonly topics: readonly Topic[];
  readonly memories: ReadonlyMap<CardId, Memory>;
  /** Epoch ms. */
  readonly horizon: number;
  readonly level: Level;
  /** How many questions are wanted. */
  readonly count: number;
  /** The same seed brings the same interview. */
  readonly seed: string;
  /** What an interviewer would ask after this card. */
  readonly followUps: (card: CardId) => readonly CardId[];
}

export interface Step {
  readonly card: CardEntry;
  /** The question it follows up; `null` where a new topic begins. */
  readonly follows: CardId | null;
}

/** The first topics of the bank are those that everybody is asked about. */
const BASIC_TOPICS = 3;
/** At least every second question is the first of its topic, as long as there are so many topics. */
const NEW_TOPICS = 1 / 2;
/** A core question and its two follow-ups; more only where there is nothing else to ask. */
const MOST_OF_TOPIC = 3;
/** Even what sits well is asked now and then: a weak topic or card is up to five times as likely. */
const FLOOR = 0.25;
/** Interviewers prefer the core questions. */
const CORE_WEIGHT = 3;

/** @returns as many steps as wanted, or all the cards there are, no card twice */
export function walk(interview: Interview): readonly Step[] {
  const { seed } = interview;
  const opening = openingOf(interview);
  if (!opening) return [];
  const topics = askedTopics(interview, opening);
  const count = Math.min(interview.count, sizeOf(topics));
  const limits = { topics, count, most: mostOfTopic(topics, count) };

  const steps: Step[] = [];
  let lead: CardEntry | undefined = opening;
  while (lead && steps.length < count) {
    steps.push({ card: lead, follows: null });
    const wanted = Number(lead.core) + (shuffleKey(`${seed}/chain`, lead.id) & 1);
    for (let taken = 0; taken < wanted; taken += 1) {
      const card = drawCard(followUpsNow(interview, limits, steps, lead), interview, steps);
      if (card) steps.push({ card, follows: lead.id });
    }
    lead = drawLead(interview, limits, steps);
  }
  return steps;
}

/** How many questions an interview of this level can have. */
export function questionsAt(level: Level, topics: readonly Topic[]): number {
  const parts = { level, topics, seed: '' };
  const opening = openingOf(parts);
  return opening ? sizeOf(askedTopics(parts, opening)) : 0;
}

interface Limits {
  /** With the cards of the level only. */
  readonly topics: readonly Topic[];
  readonly count: number;
  /** Questions of one topic. */
  readonly most: number;
}

type Choice = Pick<Interview, 'level' | 'topics' | 'seed'>;

/** Juniors get the core questions of the next level too, seniors no junior ones but the opening. */
function isOfLevel(card: CardEntry, level: Level): boolean {
  switch (level) {
    case 'junior':
      return card.level === 'junior' || (card.level === 'mid' && card.core);
    case 'mid':
      return card.level !== 'senior';
    case 'senior':
      return card.level !== 'junior';
  }
}

/** A broad question, whatever the level: core, of a basic topic, and no senior one if possible. */
function openingOf({ topics, level, seed }: Choice): CardEntry | undefined {
  const ofLevel = topics.flatMap(({ cards }) => cards.filter((card) => isOfLevel(card, level)));
  if (ofLevel.length === 0) return undefined;
  const basic = topics.slice(0, BASIC_TOPICS).flatMap(({ cards }) => cards);
  const wishes = [
    basic.filter((card) => card.core && card.level === 'junior'),
    ofLevel.filter((card) => card.core && card.level !== 'senior'),
    ofLevel,
  ];
  const broad = wishes.find((cards) => cards.length > 0) ?? [];
  return draw(broad, () => 1, `${seed}/opening`);
}

function askedTopics({ topics, level }: Choice, opening: CardEntry): readonly Topic[] {
  return topics
    .map((topic) => ({
      ...topic,
      cards: topic.cards.filter((card) => isOfLevel(card, level) || card.id === opening.id),
    }))
    .filter(({ cards }) => cards.length > 0);
}

function sizeOf(topics: readonly Topic[]): number {
  return topics.reduce((sum, { cards }) => sum + cards.length, 0);
}

/** The least that still leaves enough questions, so that no draw can run dry. */
function mostOfTopic(topics: readonly Topic[], count: number): number {
  const within = (most: number) =>
    topics.reduce((sum, { cards }) => sum + Math.min(cards.length, most), 0);
  let most = MOST_OF_TOPIC;
  while (within(most) < count) most += 1;
  return most;
}

/** The topic's cards that may be asked next. */
function open(topic: Topic, most: number, steps: readonly Step[]): readonly CardEntry[] {
  const asked = new Set(steps.map(({ card }) => card.id));
  const left = topic.cards.filter((card) => !asked.has(card.id));
  return topic.cards.length - left.length < most ? left : [];
}

/** Of the lead's follow-ups those that leave enough questions for topics not met yet; core ones lead themselves. */
function followUpsNow(
  { followUps }: Interview,
  { topics, count, most }: Limits,
  steps: readonly Step[],
  lead: CardEntry,
): readonly CardEntry[] {
  const met = new Set(steps.map(({ card }) => card.topic));
  const goal = Math.min(Math.ceil(count * NEW_TOPICS), topics.length);
  const leftAfter = count - steps.length - 1;
  const following = new Set(followUps(lead.id));
  return topics
    .flatMap((topic) => open(topic, most, steps))
    .filter(({ id, topic, core }) => {
      const metAfter = met.size + Number(!met.has(topic));
      return !core && following.has(id) && leftAfter >= Math.max(0, goal - metAfter);
    });
}

/** The first question of another topic, one that was not met yet if there is any. */
function drawLead(
  interview: Interview,
  { topics, most }: Limits,
  steps: readonly Step[],
): CardEntry | undefined {
  const { memories, horizon, seed } = interview;
  const met = new Set(steps.map(({ card }) => card.topic));
  const last = steps.at(-1)?.card.topic;
  const ready = topics.filter((topic) => open(topic, most, steps).length > 0);
  const wishes = [
    ready.filter(({ id }) => !met.has(id)),
    ready.filter(({ id }) => id !== last),
    ready,
  ];
  const topic = draw(
    wishes.find((some) => some.length > 0) ?? [],
    ({ cards }) => need(readiness(cards, memories, horizon)),
    `${seed}/topic/${steps.length}`,
  );
  return topic && drawCard(open(topic, most, steps), interview, steps);
}

function drawCard(
  cards: readonly CardEntry[],
  { memories, horizon, seed }: Interview,
  steps: readonly Step[],
): CardEntry | undefined {
  return draw(
    cards,
    ({ id, core }) => need(cardReadiness(memories.get(id), horizon)) * (core ? CORE_WEIGHT : 1),
    `${seed}/card/${steps.length}`,
  );
}

/** @param ready 0 to 1 */
function need(ready: number): number {
  return FLOOR + 1 - ready;
}
