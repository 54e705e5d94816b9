// The whole app without its screens: the real models, a clock that tests move, a small bank.

import type { Bank, Card, CardEntry, CardId, Html, TopicId } from '../../src/bank/card.ts';
import type { BurstId, Confidence } from '../../src/memory/event.ts';
import { fold, type Memory } from '../../src/memory/memory.ts';
import { type BurstView, createBurst } from '../../src/state/burst.ts';
import { createContent } from '../../src/state/content.ts';
import type { Environment } from '../../src/state/environment.ts';
import { createProgress } from '../../src/state/progress.ts';
import { createSaving } from '../../src/state/saving.ts';
import { entry, MORNING, topic } from '../queue/banks.ts';
import { createDisk, type Disk } from './disk.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export interface Clock {
  now(): number;
  /** Negative when somebody sets it back. */
  pass(ms: number): void;
}

export function createClock(): Clock {
  let now = MORNING;
  return {
    now: () => now,
    pass(ms) {
      now += ms;
    },
  };
}

/** @param sizes how many cards each topic has */
export function bankOf(...sizes: readonly number[]): Bank {
  const topics = sizes.map((size, t) =>
    topic(
      `t${t}`,
      Array.from({ length: size }, (_, c) => entry(`t${t}-${c}`)),
    ),
  );
  return { version: '1', checked: { date: '', versions: {} }, topics };
}

export function cardsOf(bank: Bank, id: TopicId): ReadonlyMap<CardId, Card> {
  const cards = bank.topics.find((one) => one.id === id)?.cards ?? [];
  return new Map(cards.map((one) => [one.id, cardOf(one)]));
}

function cardOf(own: CardEntry): Card {
  const html = `<p>${own.id}</p>` as Html;
  return {
    ...own,
    question: html,
    plainQuestion: own.id,
    given: [],
    say: html,
    points: [html],
    code: [],
    why: html,
    wrong: [],
    extras: [],
    followUps: [],
    sources: [],
  };
}

export type App = Awaited<ReturnType<typeof openApp>>;

interface Parts {
  readonly bank?: Bank;
  readonly clock?: Clock;
  /** A disk that was used before brings its events and its burst. */
  readonly disk?: Disk;
}

let ids = 0;

/** Opens the app as `main.tsx` does; opening it again on the same disk is a start after a kill. */
export async function openApp({
  bank = bankOf(4, 4, 4),
  clock = createClock(),
  disk = createDisk(),
}: Parts = {}) {
  const environment: Environment = {
    now: clock.now,
    newId: () => `id-${String(ids++).padStart(6, '0')}`,
    bank,
    loadGuide: async () => [],
    loadTopic: async (id) => cardsOf(bank, id),
    store: disk.store,
  };
  const stored: ReadonlyMap<CardId, Memory> = fold(await disk.events());
  const progress = createProgress(environment, stored, () => null);
  const saving = createSaving(disk.store, progress.set);
  const content = createContent(environment);
  const burst = createBurst(environment, { content, progress, saving });
  if (disk.burst) await burst.restore(disk.burst);
  burst.stopwatch.run();

  const app = {
    bank,
    clock,
    disk,
    progress,
    saving,
    content,
    burst,
    /** The card that is up. */
    up(): Extract<BurstView, { kind: 'card' }> {
      const view = burst.view.peek();
      if (view.kind !== 'card') throw new Error(`There is no card, but ${view.kind}`);
      return view;
    },
    /** The learner looks at the screen, where a timer ticks. */
    look(ms: number): void {
      for (let left = ms; left > 0; left -= SECOND) {
        clock.pass(Math.min(left, SECOND));
        burst.stopwatch.tick();
      }
    },
    /** One card, from its question to its rating. */
    answer(confidence: Confidence, tookMs = 20 * SECOND): CardId {
      const { id } = app.up().entry;
      app.look(tookMs);
      burst.reveal('sure');
      if (!burst.rate(id, confidence)) throw new Error(`${id} was not rated`);
      return id;
    },
    /** Waits until all that is on its way to the disk has come to an end. */
    settle: () => saving.retry(),
    /** The same device after the app was killed. */
    reopen: () => openApp({ bank, clock, disk }),
    memory: (card: CardId) => progress.memories.peek().get(card),
    burstId: (): BurstId => app.up().burst,
  };
  return app;
}
