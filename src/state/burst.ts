// One short sitting: which card is up, which face it shows, what was rated, how much time is left.

import { computed, effect, signal } from '@preact/signals';
import type { CardEntry, CardId, TopicId } from '../bank/card.ts';
import type { BurstId, Confidence, EventId, Prediction, Review, Undo } from '../memory/event.ts';
import { remember } from '../memory/memory.ts';
import { reviewsOf } from '../memory/reviews.ts';
import { standings } from '../queue/standing.ts';
import type { Burst, Place, Scope } from '../store/burst.ts';
import type { Minutes } from '../store/settings.ts';
import { type BurstView, viewOf } from './burstView.ts';
import { type Choice, createChooser } from './chooser.ts';
import type { Content } from './content.ts';
import type { Environment } from './environment.ts';
import { readLog, timeAfter } from './log.ts';
import type { Plan } from './plan.ts';
import { createPossession } from './possession.ts';
import type { Progress } from './progress.ts';
import type { Saving } from './saving.ts';
import {
  advanced,
  memoriesWith,
  memoryIn,
  moved,
  rated,
  reviewIn,
  type Sitting,
  takenBack,
} from './sitting.ts';
import { createStopwatch } from './stopwatch.ts';

export type BurstModel = ReturnType<typeof createBurst>;

interface Parts {
  readonly content: Content;
  readonly plan: Plan;
  readonly progress: Progress;
  readonly saving: Saving;
}

export function createBurst(environment: Environment, { content, plan, progress, saving }: Parts) {
  const { bank, now, newId, store } = environment;
  const sitting = signal<Sitting | null>(null);
  const stopwatch = createStopwatch(now);
  /** A burst is on its way here from another tab. */
  const arriving = signal(false);
  const choose = createChooser({ content, plan, progress }, now);
  const { elsewhere, possess } = createPossession<Burst>(
    environment.claim,
    ({ id }) => `burst ${id}`,
    () => {
      stopwatch.stop();
      sitting.value = null;
    },
  );
  const reviews = computed(() => reviewsOf(sitting.value?.events ?? []));
  /** What undo would take back. */
  const lastReview = computed(() => reviews.value.at(-1) ?? null);
  /** Bursts that were ended here and not read back yet. */
  const unread = signal(0);
  /** Epoch ms; the burst begun last is the one to come back to, even where the clock goes back. */
  let begunAt = 0;

  const view = computed((): BurstView => {
    if (sitting.value) return viewOf(sitting.value, bank, { content, plan, progress });
    return { kind: elsewhere.value || arriving.value ? 'elsewhere' : 'none' };
  });

  const leftMs = computed(() =>
    Math.max(0, (sitting.value?.burst.minutes ?? 0) * 60_000 - stopwatch.spentMs.value),
  );

  function move(next: Sitting): void {
    sitting.value = next;
    if (next.burst.place.kind !== 'summary') void content.load(topicOf(next.burst.place.card));
  }

  function topicOf(card: CardId): TopicId {
    return content.entry(card)?.topic ?? ('' as TopicId);
  }

  /**
   * The other topics, once this card is on the screen. If it did not come, its “Try again” must not
   * vanish under the finger.
   */
  function bringOthers(card: CardId): void {
    const topic = topicOf(card);
    const shown = content.load(topic);
    void shown.then(() => environment.afterPaint(() => void content.warm(topic)));
  }

  /** On the same card, in a place that is worth keeping. */
  function stay(next: Sitting): void {
    sitting.value = next;
    void keep(next.burst);
  }

  function keep(burst: Burst): Promise<void> {
    return saving.keepPlace({ in: 'burst', at: burst });
  }

  /** Time on screen up to this moment. */
  function lap(): number {
    stopwatch.tick();
    return stopwatch.spentMs.peek();
  }

  /** A burst ends on the card boundary after its time. */
  function nextIfTime(next: Choice | null): Choice | null {
    return leftMs.peek() > 0 ? next : null;
  }

  function reviewOf(current: Sitting, card: CardId, confidence: Confidence): Review | null {
    const moment = { id: newId() as EventId, now: now(), spentMs: lap() };
    return reviewIn(current, card, confidence, moment);
  }

  /** The card that would follow if the one that is up got this rating now. */
  function peekNext(current: Sitting, review: Review): Choice | null {
    const memories = new Map(progress.memories.peek());
    memories.set(review.card, remember(memories.get(review.card), review));
    return choose(current.burst, [...reviewsOf(current.events), review], memories);
  }

  /** Once all is said to be on disk, and again after what was not there has been written. */
  function readBack({ burst, events }: Sitting): void {
    const check = async () => {
      await saving.verify(burst.id, events);
      if (!saving.settled.peek()) return;
      stop();
      unread.value -= 1;
    };
    unread.value += 1;
    const stop = effect(() => {
      // A disk that cannot be read just now says nothing about what is on it.
      if (saving.settled.value) check().catch(() => undefined);
    });
  }

  /** The ratings of a stored burst come from the log. */
  async function takeUp(burst: Burst): Promise<void> {
    const { place } = burst;
    if (place.kind !== 'summary' && !content.entry(place.card)) return;
    const { events, before } = await readLog(burst.id, store, saving);
    begunAt = Math.max(begunAt, burst.startedAt);
    stopwatch.reset(burst.spentMs);
    const found: Sitting = {
      burst,
      events,
      before,
      why: { kind: 'resumed' },
      shownAtMs: burst.spentMs,
    };
    const done = reviewsOf(events);
    // Nobody asks a card that rests: its rating came late, and did not bring the place along.
    const late =
      place.kind !== 'summary' && standings(done, now()).get(place.card)?.kind === 'rests';
    move(found);
    if (late) {
      const next = choose(burst, done, memoriesWith(found, progress.memories.peek()));
      move(advanced(found, nextIfTime(next), lap()));
    }
    if (place.kind !== 'summary') bringOthers(place.card);
  }

  return {
    view,
    spentMs: stopwatch.spentMs,
    leftMs,
    minutes: computed(() => sitting.value?.burst.minutes ?? 5),
    lastReview,
    /** Whether a burst was begun and not finished. */
    unfinished: computed(() => view.value.kind === 'card' || view.value.kind === 'elsewhere'),
    /** Whether it is at its summary, with all of it on disk and read back. */
    finished: computed(() => view.value.kind === 'summary' && unread.value === 0),
    stopwatch,

    /**
     * Does nothing if the scope has no card to ask.
     *
     * @param after epoch ms of the start of a burst before this one
     */
    start(minutes: Minutes, scope: Scope, after = 0): void {
      const id = newId() as BurstId;
      const first = choose({ id, scope }, [], progress.memories.peek());
      if (!first) return;
      stopwatch.reset(0);
      const place: Place = { kind: 'question', card: first.card.id };
      begunAt = Math.max(now(), begunAt + 1, after + 1);
      const burst: Burst = { id, minutes, scope, startedAt: begunAt, spentMs: 0, place };
      move({ burst, events: [], before: new Map(), why: first.reason, shownAtMs: 0 });
      void possess(burst, 'ask');
      void keep(burst);
      bringOthers(first.card.id);
    },

    /** Takes up a burst that was stored, unless another tab is at it. */
    async restore(burst: Burst): Promise<void> {
      if (await possess(burst, 'ask')) await takeUp(burst);
    },

    /** Goes on here with the burst that another tab is at. */
    async takeOver(): Promise<void> {
      const burst = elsewhere.peek();
      if (!burst) return;
      arriving.value = true;
      if (await possess(burst, 'take')) {
        await takeUp((await store.burst(burst.id).catch(() => null)) ?? burst);
      }
      arriving.value = false;
    },

    reveal(prediction: Prediction): void {
      const current = sitting.peek();
      if (current?.burst.place.kind !== 'question') return;
      const { card } = current.burst.place;
      stay(moved(current, { kind: 'answer', card, prediction }, lap()));
    },

    /** The card that lies under the one being swiped. */
    peek(card: CardId, confidence: Confidence): CardEntry | null {
      const current = sitting.peek();
      const review = current && reviewOf(current, card, confidence);
      if (!review || leftMs.peek() === 0) return null;
      return peekNext(current, review)?.card ?? null;
    },

    /**
     * Rates the card that is up and moves on at once. A rating for any other card, or before its
     * reveal, does nothing, so that no gesture can rate twice.
     */
    rate(card: CardId, confidence: Confidence): boolean {
      const current = sitting.peek();
      const review = current && reviewOf(current, card, confidence);
      if (!review) return false;
      const former = progress.memories.peek().get(card);
      const next = nextIfTime(peekNext(current, review));
      const after = rated(current, review, former, next, lap());
      progress.set(card, remember(former, review));
      const { burst } = after;
      void saving.save(review, { in: 'burst', at: burst });
      if (burst.place.kind === 'summary') readBack(after);
      // Not before, or for a moment the burst would look finished, with nothing to save.
      move(after);
      return true;
    },

    /** Takes the last rating back and shows that card's answer again. */
    undo(): void {
      const current = sitting.peek();
      const last = lastReview.peek();
      if (!current || !last) return;
      const undo: Undo = {
        id: newId() as EventId,
        type: 'undo',
        at: timeAfter(current, now()),
        card: last.card,
        burst: current.burst.id,
        undoes: last.id,
      };
      const next = takenBack(current, undo, last, lap());
      move(next);
      progress.set(last.card, memoryIn(next, last.card));
      void saving.save(undo, { in: 'burst', at: next.burst });
    },

    /** Leaves a mark of where we are, for when the phone does not come back. */
    pause(): void {
      stopwatch.stop();
      const current = sitting.peek();
      if (!current || current.burst.place.kind === 'summary') return;
      stay(moved(current, current.burst.place, lap()));
    },

    /** Puts a finished burst away. */
    close(): void {
      if (view.peek().kind === 'summary') sitting.value = null;
    },
  };
}
