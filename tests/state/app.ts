// The whole app without its screens: the real models, a clock that tests move, a small bank.

import type { Bank, Card, CardEntry, CardId, Html, TopicId } from '../../src/bank/card.ts';
import type { BurstId, Confidence } from '../../src/memory/event.ts';
import { createBurst } from '../../src/state/burst.ts';
import { createBursts, type Scope } from '../../src/state/bursts.ts';
import type { BurstView } from '../../src/state/burstView.ts';
import { createContent } from '../../src/state/content.ts';
import type { Environment } from '../../src/state/environment.ts';
import { createMarks } from '../../src/state/marks.ts';
import { createPlan } from '../../src/state/plan.ts';
import { createProgress } from '../../src/state/progress.ts';
import { createSaving } from '../../src/state/saving.ts';
import { createSettings } from '../../src/state/settings.ts';
import { entry, MORNING, topic } from '../queue/banks.ts';
import { createClaims } from './claims.ts';
import { createDisk, type Disk } from './disk.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** A burst over everything in the interview. */
export const ALL: Scope = { kind: 'all' };

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
  /** Tabs on one disk share it. */
  readonly claim?: Environment['claim'];
}

let ids = 0;

/** All models as `main.tsx` wires them, before any screen has opened the burst. */
export async function openModels({
  bank = bankOf(4, 4, 4),
  clock = createClock(),
  disk = createDisk(),
  claim = createClaims(),
}: Parts = {}) {
  const { store } = disk;
  const environment: Environment = {
    now: clock.now,
    newId: () => `id-${String(ids++).padStart(6, '0')}`,
    bank,
    loadGuide: async () => [],
    loadTopic: async (id) => ({ summary: '', cards: cardsOf(bank, id) }),
    store,
    afterPaint: (run) => run(),
    claim,
  };
  const stored = await store.load();
  const { now } = clock;
  const settings = createSettings({ store, now, onSaved: () => {} }, stored.settings);
  const marks = createMarks(environment, stored.marks, (event) => saving.save(event, null));
  const plan = createPlan(bank, settings, marks);
  const progress = createProgress(environment, stored.memories, {
    interview: () => settings.settings.value.interview,
    topics: () => plan.topics.value,
  });
  const saving = createSaving(store, (card, state) => {
    progress.set(card, state.memory);
    marks.set(card, state.marks);
  });
  const content = createContent(environment);
  const bursts = createBursts(stored.burst, (card) => content.entry(card) !== undefined);
  const models = { environment, bank, settings, marks, plan, progress, saving, content, bursts };
  return {
    ...models,
    clock,
    disk,
    /** Opens the burst, as its screen does when it has come. */
    openBurst: () => bursts.open(() => createBurst(environment, models)),
    /** Waits until all that is on its way to the disk has come to an end. */
    settle: () => saving.retry(),
  };
}

/** Opens the app on the burst's screen; opening it again on the same disk is a start after a kill. */
export async function openApp(parts: Parts = {}) {
  const models = await openModels(parts);
  const { bank, clock, disk, bursts, progress } = models;
  await models.openBurst();
  const burst = bursts.model.peek();
  if (!burst) throw new Error('The burst was not opened');
  burst.stopwatch.run();

  const app = {
    ...models,
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
    /** The same device after the app was killed. */
    reopen: () => openApp({ bank, clock, disk }),
    memory: (card: CardId) => progress.memories.peek().get(card),
    burstId: (): BurstId => app.up().burst,
  };
  return app;
}
