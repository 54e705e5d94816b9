// How ready the learner will be if they go on as they did: the queue itself, played on.

import type { CardId, Topic } from '../bank/card.ts';
import type { BurstId, EventId } from '../memory/event.ts';
import { type Memory, remember } from '../memory/memory.ts';
import { type Outcomes, standpointOf } from '../memory/outcomes.ts';
import type { Pace } from '../memory/pace.ts';
import { readiness } from '../memory/readiness.ts';
import { pick } from './pick.ts';
import { likelyRatings, type Rate } from './ratings.ts';
import type { Shown } from './standing.ts';

export interface Outset {
  /** Those of the interview, with the cards that may be asked. */
  readonly topics: readonly Topic[];
  readonly memories: ReadonlyMap<CardId, Memory>;
  readonly pace: Pace;
  readonly outcomes: Outcomes;
  /** Epoch ms. */
  readonly now: number;
  /** Epoch ms, after now. */
  readonly until: number;
  /** What is prepared for at a moment; both in epoch ms. */
  readonly horizon: (at: number) => number;
}

export interface ForecastPoint {
  /** Epoch ms. */
  readonly at: number;
  /** 0–1, as the home screen would show it then. */
  readonly readiness: number;
  /** If it goes worse than it did. */
  readonly low: number;
  /** If it goes better. */
  readonly high: number;
}

const DAY_MS = 86_400_000;

/**
 * How many standard errors of the pace and of the ratings the band is wide on each side. More than
 * one of each, because learners also change: of our simulated ones four in five ended within this
 * band when it was for ten days or less (tests/queue/forecast.test.ts), three in four beyond.
 */
const PACE_ERRORS = 1.3;
const RATING_ERRORS = 2;

/** Six times a bank of 250 cards; more would change nothing but the time it takes to compute. */
const MOST_CARDS = 1500;

/** One point a day, and the last one at the end. */
export function forecast(outset: Outset): readonly ForecastPoint[] {
  const { pace, now, until } = outset;
  const days = (until - now) / DAY_MS;
  // Of the mean of the days that were, and of the mean of those to come.
  const paceError = pace.spread * Math.sqrt(1 / pace.days + 1 / Math.max(1, days));
  const future = (errors: number) =>
    play(outset, pace.cardsADay + errors * PACE_ERRORS * paceError, errors * RATING_ERRORS);
  const [usual, worse, better] = [future(0), future(-1), future(1)];
  return momentsOf(outset).map((at, index) => {
    const expected = usual[index] ?? 0;
    const low = Math.min(expected, worse[index] ?? 0);
    const high = Math.max(expected, better[index] ?? 0);
    return { at, readiness: expected, low, high };
  });
}

function momentsOf({ now, until }: Outset): readonly number[] {
  const days = Math.max(1, Math.ceil((until - now) / DAY_MS));
  return Array.from({ length: days }, (_, day) => Math.min(until, now + (day + 1) * DAY_MS));
}

/** @returns readiness at each moment, after bursts at even distances */
function play(outset: Outset, cardsADay: number, luck: number): readonly number[] {
  const { topics, pace, now, until, horizon } = outset;
  const everyCard = topics.flatMap(({ cards }) => cards);
  const memories = new Map(outset.memories);
  const rate = likelyRatings(outset.outcomes, luck);
  const spanMs = until - now;
  const total = Math.min(MOST_CARDS, Math.round(Math.max(0, cardsADay) * (spanMs / DAY_MS)));
  const bursts = total > 0 ? Math.max(1, Math.round(total / pace.cardsABurst)) : 0;
  const startOf = (burst: number) => now + ((burst + 1 / 2) / bursts) * spanMs;
  const cardsBefore = (burst: number) => Math.round((total * burst) / bursts);

  let burst = 0;
  return momentsOf(outset).map((at) => {
    for (; burst < bursts && startOf(burst) <= at; burst++) {
      const cards = cardsBefore(burst + 1) - cardsBefore(burst);
      sit(outset, memories, rate, {
        id: `forecast ${burst}` as BurstId,
        at: startOf(burst),
        cards,
      });
    }
    return readiness(everyCard, memories, horizon(at));
  });
}

interface Sitting {
  readonly id: BurstId;
  /** Epoch ms. */
  readonly at: number;
  /** How many. */
  readonly cards: number;
}

/** Brings the memories to what they will be after one burst. */
function sit(
  { topics, pace, horizon }: Outset,
  memories: Map<CardId, Memory>,
  rate: Rate,
  { id, at, cards }: Sitting,
): void {
  const shown: Shown[] = [];
  while (shown.length < cards) {
    const now = at + shown.length * pace.msACard;
    const picked = pick({ topics, memories, shown, seed: id, now, horizon: horizon(now) });
    if (!picked) return;
    const card = picked.card.id;
    const before = memories.get(card);
    const again = shown.some((one) => one.card === card);
    const confidence = rate(standpointOf(before?.confidence, again));
    const review = {
      type: 'review',
      id: `${id}, ${shown.length}` as EventId,
      at: now,
      card,
      burst: id,
      confidence,
      prediction: 'none',
      tookMs: pace.msACard,
    } as const;
    memories.set(card, remember(before, review));
    shown.push({ card, confidence, at: now });
  }
}
