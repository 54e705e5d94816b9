// One short sitting: which card is up, which face it shows, what was rated, how much time is left.

import { computed, signal } from '@preact/signals';
import type { CardEntry, CardId, TopicId } from '../bank/card.ts';
import type { BurstId, Confidence, Event, EventId, Prediction, Review } from '../memory/event.ts';
import { foldCard, type Memory, remember } from '../memory/memory.ts';
import { reviewsOf } from '../memory/reviews.ts';
import { type Pick, pick } from '../queue/pick.ts';
import type { Burst, Place } from '../store/burst.ts';
import type { Minutes } from '../store/settings.ts';
import type { Content } from './content.ts';
import type { Environment } from './environment.ts';
import type { Progress } from './progress.ts';
import type { Saving } from './saving.ts';
import { type Face, faceOf, memoryIn, type Sitting, timeAfter, type Why } from './sitting.ts';
import { createStopwatch } from './stopwatch.ts';
import { type Summary, summarize } from './summary.ts';

export type BurstView =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'card';
      readonly burst: BurstId;
      readonly entry: CardEntry;
      /** 1 for the first card of the burst. */
      readonly number: number;
      readonly why: Why;
      readonly face: Face;
    }
  | { readonly kind: 'summary'; readonly summary: Summary };

export type BurstModel = ReturnType<typeof createBurst>;

interface Parts {
  readonly content: Content;
  readonly progress: Progress;
  readonly saving: Saving;
}

export function createBurst(environment: Environment, { content, progress, saving }: Parts) {
  const { bank, now, newId, store } = environment;
  const sitting = signal<Sitting | null>(null);
  const stopwatch = createStopwatch(now);
  const reviews = computed(() => reviewsOf(sitting.value?.events ?? []));
  /** What undo would take back. */
  const lastReview = computed(() => reviews.value.at(-1) ?? null);

  const view = computed((): BurstView => {
    const current = sitting.value;
    if (!current) return { kind: 'none' };
    const { burst, before, why } = current;
    if (burst.place.kind === 'summary') {
      const { memories, horizon } = progress;
      return {
        kind: 'summary',
        summary: summarize(bank.topics, reviews.value, before, memories.value, horizon.value),
      };
    }
    const entry = content.entry(burst.place.card);
    if (!entry) return { kind: 'none' };
    const number = reviews.value.length + 1;
    return { kind: 'card', burst: burst.id, entry, number, why, face: faceOf(burst.place) };
  });

  const leftMs = computed(() =>
    Math.max(0, (sitting.value?.burst.minutes ?? 0) * 60_000 - stopwatch.spentMs.value),
  );

  function choose(
    seed: BurstId,
    rated: readonly Review[],
    memories: ReadonlyMap<CardId, Memory>,
  ): Pick | null {
    progress.refresh();
    const horizon = progress.horizon.peek();
    const shown = rated.map(({ card, confidence, at }) => ({ card, confidence, at }));
    return pick({ topics: bank.topics, memories, shown, seed, now: now(), horizon });
  }

  function move(next: Sitting): void {
    sitting.value = next;
    if (next.burst.place.kind !== 'summary') void content.load(topicOf(next.burst.place.card));
  }

  function topicOf(card: CardId): TopicId {
    return content.entry(card)?.topic ?? ('' as TopicId);
  }

  function withPlace(burst: Burst, place: Place): Burst {
    stopwatch.tick();
    return { ...burst, place, spentMs: stopwatch.spentMs.peek() };
  }

  /** The sitting after a rating: the next card, or the summary on the card boundary after the time. */
  function advance(current: Sitting, next: Pick | null): Sitting {
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
  function peekNext(current: Sitting, review: Review): Pick | null {
    const memories = new Map(progress.memories.peek());
    memories.set(review.card, remember(memories.get(review.card), review));
    return choose(current.burst.id, [...reviewsOf(current.events), review], memories);
  }

  return {
    view,
    spentMs: stopwatch.spentMs,
    leftMs,
    minutes: computed(() => sitting.value?.burst.minutes ?? 5),
    lastReview,
    /** Whether a burst was begun and not finished. */
    unfinished: computed(() => view.value.kind === 'card'),
    stopwatch,

    start(minutes: Minutes): void {
      const id = newId() as BurstId;
      const first = choose(id, [], progress.memories.peek());
      if (!first) return;
      stopwatch.reset(0);
      const place: Place = { kind: 'question', card: first.card.id };
      const burst: Burst = { id, minutes, startedAt: now(), spentMs: 0, place };
      move({ burst, events: [], before: new Map(), why: first.reason, shownAtMs: 0 });
      void saving.keepPlace(burst);
      void content.load(first.card.topic).then(content.warm);
    },

    /** Takes up a burst that was stored; its ratings come from the log. */
    async restore(burst: Burst): Promise<void> {
      const { place } = burst;
      if (place.kind !== 'summary' && !content.entry(place.card)) return;
      const ours = (event: Event) => event.burst === burst.id;
      const events = await saving.events(store.eventsOfBurst(burst.id), ours);
      const before = new Map<CardId, Memory | undefined>();
      for (const card of new Set(reviewsOf(events).map((review) => review.card))) {
        const history = await saving.events(store.eventsOfCard(card), (e) => e.card === card);
        before.set(card, foldCard(history.filter((event) => !ours(event))));
      }
      stopwatch.reset(burst.spentMs);
      move({ burst, events, before, why: { kind: 'resumed' }, shownAtMs: burst.spentMs });
      if (place.kind !== 'summary') void content.warm();
    },

    reveal(prediction: Prediction): void {
      const current = sitting.peek();
      if (current?.burst.place.kind !== 'question') return;
      const { card } = current.burst.place;
      const burst = withPlace(current.burst, { kind: 'answer', card, prediction });
      sitting.value = { ...current, burst };
      void saving.keepPlace(burst);
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
      void saving.save(review, next.burst);
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
      void saving.save(undo, burst);
    },

    /** Leaves a mark of where we are, for when the phone does not come back. */
    pause(): void {
      stopwatch.stop();
      const current = sitting.peek();
      if (!current || current.burst.place.kind === 'summary') return;
      const burst = withPlace(current.burst, current.burst.place);
      sitting.value = { ...current, burst };
      void saving.keepPlace(burst);
    },

    /** Puts a finished burst away. */
    close(): void {
      if (view.peek().kind === 'summary') sitting.value = null;
    },
  };
}
