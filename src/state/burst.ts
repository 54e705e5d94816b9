// One short sitting: which card is up, which face it shows, what was rated, how much time is left.

import { computed, signal } from '@preact/signals';
import type { CardEntry, CardId, TopicId } from '../bank/card.ts';
import type { BurstId, Confidence, Event, EventId, Prediction, Review } from '../memory/event.ts';
import { type Memory, remember } from '../memory/memory.ts';
import { reviewsOf } from '../memory/reviews.ts';
import { standings } from '../queue/standing.ts';
import type { Burst, Place, Scope } from '../store/burst.ts';
import type { Minutes } from '../store/settings.ts';
import { type Choice, createChooser } from './chooser.ts';
import type { Content } from './content.ts';
import type { Environment } from './environment.ts';
import { readLog, timeAfter } from './log.ts';
import type { Plan } from './plan.ts';
import { createPossession } from './possession.ts';
import type { Progress } from './progress.ts';
import type { Saving } from './saving.ts';
import { type Face, faceOf, memoryIn, type Sitting, type Why } from './sitting.ts';
import { createStopwatch } from './stopwatch.ts';
import { type Summary, summarize } from './summary.ts';

export type BurstView =
  | { readonly kind: 'none' }
  /** Another tab is at this burst. */
  | { readonly kind: 'elsewhere' }
  | {
      readonly kind: 'card';
      readonly burst: BurstId;
      readonly entry: CardEntry;
      /** 1 for the first card of the burst. */
      readonly number: number;
      readonly scope: Scope;
      readonly why: Why;
      readonly face: Face;
    }
  | { readonly kind: 'summary'; readonly scope: Scope; readonly summary: Summary };

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
  const { elsewhere, possess } = createPossession(environment.claim, () => {
    stopwatch.stop();
    sitting.value = null;
  });
  const reviews = computed(() => reviewsOf(sitting.value?.events ?? []));
  /** What undo would take back. */
  const lastReview = computed(() => reviews.value.at(-1) ?? null);
  /** Epoch ms; the burst begun last is the one to come back to, even where the clock goes back. */
  let begunAt = 0;

  const view = computed((): BurstView => {
    const current = sitting.value;
    if (!current) return { kind: elsewhere.value || arriving.value ? 'elsewhere' : 'none' };
    const { burst, before, why } = current;
    if (burst.place.kind === 'summary') {
      const { memories, horizon } = progress;
      return {
        kind: 'summary',
        scope: burst.scope,
        summary: summarize(
          { bank: bank.topics, asked: plan.topics.value },
          reviews.value,
          before,
          memories.value,
          horizon.value,
        ),
      };
    }
    const entry = content.entry(burst.place.card);
    if (!entry) return { kind: 'none' };
    const number = reviews.value.length + 1;
    const { id, scope, place } = burst;
    return { kind: 'card', burst: id, entry, number, scope, why, face: faceOf(place) };
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

  function keep(burst: Burst): Promise<void> {
    return saving.keepPlace({ in: 'burst', at: burst });
  }

  function withPlace(burst: Burst, place: Place): Burst {
    stopwatch.tick();
    return { ...burst, place, spentMs: stopwatch.spentMs.peek() };
  }

  /** The sitting after a rating: the next card, or the summary on the card boundary after the time. */
  function advance(current: Sitting, next: Choice | null): Sitting {
    const burst = withPlace(
      current.burst,
      next && leftMs.peek() > 0 ? { kind: 'question', card: next.card.id } : { kind: 'summary' },
    );
    const why = next?.reason ?? current.why;
    return { ...current, burst, why, shownAtMs: burst.spentMs };
  }

  function reviewOf(current: Sitting, card: CardId, confidence: Confidence): Review | null {
    const { place, id } = current.burst;
    if (place.kind !== 'answer' || place.card !== card) return null;
    stopwatch.tick();
    return {
      id: newId() as EventId,
      type: 'review',
      at: timeAfter(current, now()),
      card,
      burst: id,
      confidence,
      prediction: place.prediction,
      tookMs: Math.max(0, stopwatch.spentMs.peek() - current.shownAtMs),
    };
  }

  /** The card that would follow if the one that is up got this rating now. */
  function peekNext(current: Sitting, review: Review): Choice | null {
    const memories = new Map(progress.memories.peek());
    memories.set(review.card, remember(memories.get(review.card), review));
    return choose(current.burst, [...reviewsOf(current.events), review], memories);
  }

  /** Of all cards, with ratings that are still on their way to the disk. */
  function memoriesAfter(current: Sitting, rated: readonly Review[]): Map<CardId, Memory> {
    const memories = new Map(progress.memories.peek());
    for (const { card } of rated) {
      const memory = memoryIn(current, card);
      if (memory) memories.set(card, memory);
    }
    return memories;
  }

  /** A disk that cannot be read just now says nothing about what is on it. */
  function readBack(): Promise<void> {
    const current = sitting.peek();
    if (!current) return Promise.resolve();
    return saving.verify(current.burst.id, current.events).catch(() => undefined);
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
    const rated = reviewsOf(events);
    // Nobody asks a card that rests: its rating came late, and did not bring the place along.
    const late =
      place.kind !== 'summary' && standings(rated, now()).get(place.card)?.kind === 'rests';
    move(found);
    if (late) move(advance(found, choose(burst, rated, memoriesAfter(found, rated))));
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
      const burst = withPlace(current.burst, { kind: 'answer', card, prediction });
      sitting.value = { ...current, burst };
      void keep(burst);
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
      const next = advance(current, peekNext(current, review));
      const before = current.before.has(card)
        ? current.before
        : new Map(current.before).set(card, former);
      progress.set(card, remember(former, review));
      move({ ...next, before, events: [...current.events, review] });
      const { burst } = next;
      const saved = saving.save(review, { in: 'burst', at: burst });
      if (burst.place.kind === 'summary') void saved.then(readBack);
      return true;
    },

    /** Takes the last rating back and shows that card's answer again. */
    undo(): void {
      const current = sitting.peek();
      const last = lastReview.peek();
      if (!current || !last) return;
      const undo: Event = {
        id: newId() as EventId,
        type: 'undo',
        at: timeAfter(current, now()),
        card: last.card,
        burst: current.burst.id,
        undoes: last.id,
      };
      const { card, prediction } = last;
      const burst = withPlace(current.burst, { kind: 'answer', card, prediction });
      const next: Sitting = {
        ...current,
        burst,
        events: [...current.events, undo],
        why: { kind: 'undone' },
        shownAtMs: Math.max(0, burst.spentMs - last.tookMs),
      };
      move(next);
      progress.set(card, memoryIn(next, card));
      void saving.save(undo, { in: 'burst', at: burst });
    },

    /** Leaves a mark of where we are, for when the phone does not come back. */
    pause(): void {
      stopwatch.stop();
      const current = sitting.peek();
      if (!current || current.burst.place.kind === 'summary') return;
      const burst = withPlace(current.burst, current.burst.place);
      sitting.value = { ...current, burst };
      void keep(burst);
    },

    /** Puts a finished burst away. */
    close(): void {
      if (view.peek().kind === 'summary') sitting.value = null;
    },
  };
}
