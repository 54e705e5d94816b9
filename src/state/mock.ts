// A mock interview: questions against the clock, each answer judged by its points and rated as a review.

import { computed } from '@preact/signals';
import type { CardId, Level, Topic } from '../bank/card.ts';
import type { BurstId, Confidence, EventId, Review, Undo } from '../memory/event.ts';
import { remember } from '../memory/memory.ts';
import { byTime } from '../memory/order.ts';
import { reviewsOf } from '../memory/reviews.ts';
import { inInterview } from '../queue/interview.ts';
import { questionsAt, walk } from '../queue/walk.ts';
import type { Judging, Mock, MockMinutes } from '../store/mock.ts';
import type { Content } from './content.ts';
import type { Environment } from './environment.ts';
import { timeAfter } from './log.ts';
import type { MarksModel } from './marks.ts';
import { createMockRecord } from './mockRecord.ts';
import * as step from './mockSteps.ts';
import type { Mocks } from './mocks.ts';
import { cardOf, type MockView, viewOf } from './mockView.ts';
import type { Progress } from './progress.ts';
import type { Saving } from './saving.ts';
import type { SettingsModel } from './settings.ts';

export type { Judging, MockMinutes } from '../store/mock.ts';

export interface MockWish {
  readonly level: Level;
  readonly minutes: MockMinutes;
  readonly judging: Judging;
}

export type MockModel = ReturnType<typeof createMock>;

interface Parts {
  readonly content: Content;
  readonly marks: MarksModel;
  readonly mocks: Mocks;
  readonly progress: Progress;
  readonly saving: Saving;
  readonly settings: SettingsModel;
}

const EVERY_LEVEL: readonly Level[] = ['junior', 'mid', 'senior'];

export function createMock(environment: Environment, parts: Parts) {
  const { bank, now, newId } = environment;
  const { content, marks, mocks, progress, saving, settings } = parts;
  const record = createMockRecord(environment, { content, mocks, saving });
  const { current, elsewhere, keep, log, stopwatch } = record;
  let starting: Promise<boolean> | null = null;
  const reviews = computed(() => reviewsOf(log.value?.events ?? []));
  /** What undo would take back. */
  const lastStep = computed(() => {
    const mock = mocks.mock.value;
    return mock && step.lastStep(mock, reviews.value);
  });
  const lastEvent = computed(() => log.value?.events.toSorted(byTime).at(-1) ?? null);

  const view = computed((): MockView => {
    if (elsewhere.value) return { kind: 'elsewhere' };
    if (!log.value) return { kind: 'loading' };
    const mock = mocks.mock.value;
    if (!mock) return { kind: 'none' };
    return viewOf(mock, content, bank.topics, reviews.value);
  });

  /** Of every level, because a mock interview has a level of its own. */
  function topics(): readonly Topic[] {
    const all = marks.all.value;
    return inInterview(bank.topics, {
      levels: EVERY_LEVEL,
      topicsOff: settings.settings.value.topicsOff,
      isSuspended: (card) => all.get(card)?.suspended ?? false,
    });
  }

  async function begin({ level, minutes, judging }: MockWish): Promise<boolean> {
    // The chains are in the cards themselves.
    await content.warm();
    if (mocks.mock.peek() || !(await record.clear())) return true;
    progress.refresh();
    const id = newId() as BurstId;
    const steps = walk({
      topics: topics().filter((topic) => content.cards(topic.id).peek()?.kind === 'loaded'),
      memories: progress.memories.peek(),
      horizon: progress.horizon.peek(),
      level,
      count: step.questionsIn(minutes),
      seed: id,
      followUps: (card) => cardOf(content, card)?.followUps.map((each) => each.id) ?? [],
    });
    if (steps.length === 0) {
      record.leave();
      return false;
    }
    const questions = steps.map(({ card }) => card.id);
    const asked = { id, level, minutes, judging, startedAt: now(), questions };
    keep({ ...asked, spentMs: [], ticks: [], place: { kind: 'question', number: 1 } });
    mocks.goOn();
    return true;
  }

  /** Takes a rating back, which leads there. */
  function unrate({ id, card, burst }: Review, next: Mock): void {
    const known = log.peek();
    if (!known) return;
    const undo: Undo = {
      id: newId() as EventId,
      type: 'undo',
      at: timeAfter(known, now()),
      card,
      burst,
      undoes: id,
    };
    progress.set(card, known.before.get(card));
    record.save(undo, { ...known, events: [...known.events, undo] }, next);
  }

  return {
    view,
    /** Of the question that is up; below zero once its two minutes are over. */
    leftMs: computed(() => step.MS_PER_QUESTION - stopwatch.spentMs.value),
    /** Over all questions so far; judging is no part of an interview. */
    totalMs: computed(() => {
      const mock = mocks.mock.value;
      const times = mock ? step.withTime(mock, stopwatch.spentMs.value).spentMs : [];
      return times.reduce((sum, ms) => sum + ms, 0);
    }),
    lastStep,
    /** What happened last, a rating or an undo. */
    lastEvent,
    stopwatch,
    /** How many questions such an interview would have. */
    questions: ({ level, minutes }: Pick<MockWish, 'level' | 'minutes'>): number =>
      Math.min(step.questionsIn(minutes), questionsAt(level, topics())),

    open: record.open,

    /** Goes on here with the interview that another tab is at. */
    async takeOver(): Promise<void> {
      await record.takeOver();
      mocks.goOn();
    },

    /**
     * Begins one, unless there is one in another tab by now.
     *
     * @returns false if there was nothing to ask: cards that cannot be fetched, or none at all
     */
    start(wish: MockWish): Promise<boolean> {
      starting ??= begin(wish).finally(() => {
        starting = null;
      });
      return starting;
    },

    /** The learner has spoken. */
    answer(): void {
      const mock = current();
      if (mock?.place.kind === 'question') keep(step.answered(mock));
    },

    /** A point was hit, or was not after all. */
    toggle(point: number): void {
      const mock = current();
      if (mock?.place.kind === 'judge') keep(step.toggled(mock, point));
    },

    /** Rates the answer that is being judged; for any other card it does nothing. */
    rate(card: CardId, confidence: Confidence): boolean {
      const mock = current();
      const known = log.peek();
      if (!known || mock?.place.kind !== 'judge') return false;
      const { number } = mock.place;
      if (mock.questions[number - 1] !== card) return false;
      const review: Review = {
        id: newId() as EventId,
        type: 'review',
        at: timeAfter(known, now()),
        card,
        burst: mock.id,
        confidence,
        prediction: 'none',
        tookMs: mock.spentMs[number - 1] ?? 0,
      };
      const former = progress.memories.peek().get(card);
      progress.set(card, remember(former, review));
      const events = [...known.events, review];
      const before = new Map(known.before).set(card, former);
      record.save(review, { events, before }, step.rated(mock));
      return true;
    },

    /** Takes the last step back: a rating, an answer, or the end. */
    undo(): void {
      const mock = current();
      const last = lastStep.peek();
      if (!mock || !last) return;
      const next = step.takenBack(mock, last);
      if (last.review) unrate(last.review, next);
      else keep(next);
      mocks.goOn();
    },

    /** Leaves a mark of where we are, for when the phone does not come back. */
    pause: record.pause,

    /** The screen goes away, and another tab may go on. */
    leave: record.close,

    /** Stops before the end: nothing more is asked, and what was answered is reported. */
    end(): void {
      const mock = current();
      if (!mock) return;
      keep(step.cutShort(mock));
      mocks.goOn();
    },

    /** Puts the report away. */
    close(): void {
      if (current()) keep(null);
    },
  };
}
