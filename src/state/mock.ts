// A mock interview: questions against the clock, each answer judged by its points and rated as a review.

import { computed, signal } from '@preact/signals';
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
import { EMPTY_LOG, type Log, readLog, timeAfter } from './log.ts';
import type { MarksModel } from './marks.ts';
import * as step from './mockSteps.ts';
import type { Mocks } from './mocks.ts';
import { cardOf, type MockView, viewOf } from './mockView.ts';
import type { Progress } from './progress.ts';
import type { Saving } from './saving.ts';
import type { SettingsModel } from './settings.ts';
import { createStopwatch } from './stopwatch.ts';

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
  const { bank, now, newId, store } = environment;
  const { content, marks, mocks, progress, saving, settings } = parts;
  const stopwatch = createStopwatch(now);
  /** `null` until it was read. */
  const log = signal<Log | null>(null);
  const reviews = computed(() => reviewsOf(log.value?.events ?? []));
  /** What undo would take back. */
  const lastStep = computed(() => {
    const mock = mocks.mock.value;
    return mock && step.lastStep(mock, reviews.value);
  });
  const lastEvent = computed(() => log.value?.events.toSorted(byTime).at(-1) ?? null);

  const view = computed((): MockView => {
    const mock = mocks.mock.value;
    if (!mock) return { kind: 'none' };
    if (!log.value) return { kind: 'loading' };
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

  /** The record with the time that was spent until now. */
  function current(): Mock | null {
    stopwatch.tick();
    const mock = mocks.mock.peek();
    return mock && step.withTime(mock, stopwatch.spentMs.peek());
  }

  /** Goes there; the clock is that of the question which is up, and stands while there is none. */
  function move(next: Mock | null): void {
    mocks.move(next);
    if (next?.place.kind !== 'question') stopwatch.stop();
    else stopwatch.reset(next.spentMs[next.place.number - 1] ?? 0);
  }

  function keep(next: Mock | null): void {
    move(next);
    void saving.keepPlace({ in: 'mock', at: next });
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
    log.value = { ...known, events: [...known.events, undo] };
    move(next);
    void saving.save(undo, { in: 'mock', at: next });
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

    /** Takes up what is stored; its ratings come from the log. */
    async open(): Promise<void> {
      const stored = mocks.mock.peek();
      const known = stored && step.only(stored, (card) => content.entry(card) !== undefined);
      log.value = known ? await readLog(known.id, store, saving) : EMPTY_LOG;
      move(known);
      if (known) void content.warm();
    },

    /** @returns false if there was nothing to ask: cards that cannot be fetched, or none at all */
    async start({ level, minutes, judging }: MockWish): Promise<boolean> {
      // The chains are in the cards themselves.
      await content.warm();
      if (mocks.mock.peek()) return true;
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
      if (steps.length === 0) return false;
      log.value = EMPTY_LOG;
      const questions = steps.map(({ card }) => card.id);
      const record = { id, level, minutes, judging, startedAt: now(), questions };
      keep({ ...record, spentMs: [], ticks: [], place: { kind: 'question', number: 1 } });
      mocks.goOn();
      return true;
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
      log.value = {
        events: [...known.events, review],
        before: new Map(known.before).set(card, former),
      };
      const next = step.rated(mock);
      move(next);
      void saving.save(review, { in: 'mock', at: next });
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
    pause(): void {
      stopwatch.stop();
      const mock = current();
      if (mock?.place.kind === 'question') keep(mock);
    },

    /** Stops before the end: nothing more is asked, and what was answered is reported. */
    end(): void {
      const mock = current();
      if (!mock) return;
      keep(step.cutShort(mock));
      mocks.goOn();
    },

    /** Puts the report away. */
    close(): void {
      log.value = EMPTY_LOG;
      keep(null);
    },
  };
}
