// The record of the mock interview that this tab is at: taken up from disk, moved on, written, let go.

import { computed, signal } from '@preact/signals';
import type { Review, Undo } from '../memory/event.ts';
import type { Mock } from '../store/mock.ts';
import type { Content } from './content.ts';
import type { Environment } from './environment.ts';
import { EMPTY_LOG, type Log, readLog } from './log.ts';
import * as step from './mockSteps.ts';
import type { Mocks } from './mocks.ts';
import { createPossession } from './possession.ts';
import type { Saving } from './saving.ts';
import { createStopwatch } from './stopwatch.ts';

interface Parts {
  readonly content: Content;
  readonly mocks: Mocks;
  readonly saving: Saving;
}

/** There is one at a time, whichever tab begins it. */
const MOCK = 'mock';

export function createMockRecord(environment: Environment, { content, mocks, saving }: Parts) {
  const { claim, now, store } = environment;
  const stopwatch = createStopwatch(now);
  /** `null` until it was read, and while another tab is at the interview. */
  const log = signal<Log | null>(null);
  /** The last write under way, or one that has come to its end. */
  let written: Promise<void> = Promise.resolve();

  const { elsewhere, possess, leave } = createPossession<typeof MOCK>(
    claim,
    (name) => name,
    () => {
      stopwatch.stop();
      log.value = null;
    },
  );

  /** The record with the time that was spent until now; `null` unless this tab is at it. */
  function current(): Mock | null {
    if (!log.peek()) return null;
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
    written = saving.keepPlace({ in: 'mock', at: next });
    if (!next) void letGo();
  }

  /** Whoever is at it next reads all that this tab has written. */
  async function letGo(): Promise<void> {
    await written;
    leave();
  }

  function pause(): void {
    stopwatch.stop();
    const mock = current();
    if (mock?.place.kind === 'question') keep(mock);
  }

  /** Another tab may have moved it on; what this one cannot save, or cannot read, only it knows. */
  async function stored(): Promise<Mock | null> {
    const own = mocks.mock.peek();
    if (!saving.settled.peek()) return own;
    const onDisk = await store.load().catch(() => ({ mock: own }));
    return onDisk.mock;
  }

  /**
   * Takes up what is stored; its ratings come from the log.
   *
   * @returns whether there is any
   */
  async function takeUp(): Promise<boolean> {
    const found = await stored();
    const known = found && step.only(found, (card) => content.entry(card) !== undefined);
    const read = known ? await readLog(known.id, store, saving) : EMPTY_LOG;
    if (elsewhere.peek()) return true;
    move(known);
    log.value = read;
    if (known) void bring(known);
    return known !== null;
  }

  /** Its own cards before all others, because the learner waits for them. */
  async function bring({ questions }: Mock): Promise<void> {
    const topics = new Set(questions.flatMap((card) => content.entry(card)?.topic ?? []));
    await Promise.all([...topics].map((topic) => content.load(topic)));
    await content.warm();
  }

  async function goTo(how: 'ask' | 'take'): Promise<void> {
    if ((await possess(MOCK, how)) && !(await takeUp())) leave();
  }

  return {
    log: computed(() => log.value),
    stopwatch,
    /** Set while another tab is at it. */
    elsewhere,
    current,
    keep,
    /** @param after the log with this event */
    save(event: Review | Undo, after: Log, next: Mock): void {
      log.value = after;
      move(next);
      written = saving.save(event, { in: 'mock', at: next });
    },
    pause,
    /** Takes up what is stored, unless another tab is at it. */
    async open(): Promise<void> {
      if (mocks.mock.peek()) await goTo('ask');
      else log.value = EMPTY_LOG;
    },
    async takeOver(): Promise<void> {
      log.value = null;
      await goTo('take');
    },
    /** @returns whether one may begin here; if not, the one that there is is taken up if it can be */
    async clear(): Promise<boolean> {
      await written;
      return (await possess(MOCK, 'ask')) && !(await takeUp());
    },
    /** None was begun here after all. */
    leave,
    /** The screen goes away. */
    close(): void {
      pause();
      log.value = null;
      void letGo();
    },
  };
}
