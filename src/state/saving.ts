// Ratings on their way to disk, one after the other; what cannot be saved stays here and is told.

import { computed, signal } from '@preact/signals';
import type { CardId } from '../bank/card.ts';
import type { Event } from '../memory/event.ts';
import type { Memory } from '../memory/memory.ts';
import type { Burst } from '../store/burst.ts';
import type { Store } from '../store/store.ts';

export type Saving = ReturnType<typeof createSaving>;

/** @param onSaved receives the memory that storage folded, which counts other tabs' events too */
export function createSaving(
  store: Store,
  onSaved: (card: CardId, memory: Memory | undefined) => void,
) {
  const unsaved = signal<readonly Event[]>([]);
  const failed = signal(false);
  const saved = signal(0);
  /** Attempts under way. */
  const attempts = signal(0);
  let running: Promise<void> = Promise.resolve();
  /** The newest place: a rating that is retried late must not move the burst back. */
  let place: Burst | null = null;

  async function flush(): Promise<void> {
    for (;;) {
      const [event] = unsaved.peek();
      if (!event || !place) break;
      try {
        const memory = await store.record(event, place);
        unsaved.value = unsaved.peek().filter((each) => each !== event);
        saved.value += 1;
        const newer = unsaved.peek().some((each) => each.card === event.card);
        if (!newer) onSaved(event.card, memory);
      } catch {
        failed.value = true;
        return;
      }
    }
    failed.value = false;
  }

  /** One writer at a time, so that a later rating is never on disk without an earlier one. */
  function retry(): Promise<void> {
    attempts.value += 1;
    running = running.then(flush).then(() => {
      attempts.value -= 1;
    });
    return running;
  }

  return {
    /** How many events are not on disk although we tried; above zero the learner must know. */
    unsaved: computed(() => (failed.value ? unsaved.value.length : 0)),
    /** Whether we are at it right now. */
    trying: computed(() => attempts.value > 0),
    /** What is not on disk yet, or cannot be written. */
    waiting: computed(() => unsaved.value),
    /** Whether everything that happened is on disk. */
    settled: computed(() => unsaved.value.length === 0),
    /** How many events are on disk since the app was opened. */
    saved: computed(() => saved.value),
    save(event: Event, burst: Burst): Promise<void> {
      place = burst;
      unsaved.value = [...unsaved.peek(), event];
      return retry();
    },
    retry,
    /** Moves a burst on where no rating does: a reveal, a pause. It may be lost, and loses nothing. */
    async keepPlace(burst: Burst): Promise<void> {
      place = burst;
      // By its turn a rating may have moved the burst on.
      running = running.then(() => store.saveBurst(place ?? burst).catch(() => undefined));
      await running;
    },
    /** A burst's or card's events on disk together with those still on their way. */
    async events(
      onDisk: Promise<readonly Event[]>,
      belongs: (event: Event) => boolean,
    ): Promise<readonly Event[]> {
      const stored = await onDisk.catch((): readonly Event[] => []);
      return [...stored, ...unsaved.peek().filter(belongs)];
    },
  };
}
