// Events on their way to disk, one after the other; what cannot be saved stays here and is told.

import { computed, signal } from '@preact/signals';
import type { CardId } from '../bank/card.ts';
import type { BurstId, Event } from '../memory/event.ts';
import type { Bookmark, CardState, Store } from '../store/store.ts';

export type Saving = ReturnType<typeof createSaving>;

/**
 * Why events cannot be written: a newer version of the app has taken over the storage, the browser
 * has emptied it, or anything else.
 */
export type Trouble = 'outdated' | 'emptied' | 'other';

/** An event that waits, and the sitting whose bookmark moves with it. */
interface Waiting {
  readonly event: Event;
  readonly sitting: Bookmark['in'] | null;
}

/**
 * @param onSaved receives what storage folded, which counts other tabs' events too
 * @param recovered resolves once events that an earlier page could not write are on their way, too
 */
export function createSaving(
  store: Store,
  onSaved: (card: CardId, state: CardState) => void,
  recovered: Promise<unknown> = Promise.resolve(),
) {
  const queue = signal<readonly Waiting[]>([]);
  const unsaved = computed(() => queue.value.map(({ event }) => event));
  const trouble = signal<Trouble | null>(null);
  const saved = signal(0);
  /** Attempts under way. */
  const attempts = signal(0);
  let running: Promise<void> = Promise.resolve();
  /** The newest of each sitting: an event that is retried late must not move it back. */
  const bookmarks = new Map<Bookmark['in'], Bookmark>();

  function newest(sitting: Bookmark['in'] | null): Bookmark | null {
    return (sitting && bookmarks.get(sitting)) ?? null;
  }

  async function flush(): Promise<void> {
    for (;;) {
      const [next] = queue.peek();
      if (!next) break;
      const { event, sitting } = next;
      try {
        const state = await store.record(event, newest(sitting));
        queue.value = queue.peek().filter((each) => each !== next);
        saved.value += 1;
        const newer = unsaved.peek().some(({ card }) => card === event.card);
        if (!newer) onSaved(event.card, state);
      } catch (error) {
        trouble.value = troubleOf(error);
        return;
      }
    }
    trouble.value = null;
  }

  /** One writer at a time, so that a later event is never on disk without an earlier one. */
  function retry(): Promise<void> {
    attempts.value += 1;
    running = running.then(flush).then(() => {
      attempts.value -= 1;
    });
    return running;
  }

  return {
    /** How many events are not on disk although we tried; above zero the learner must know. */
    unsaved: computed(() => (trouble.value ? queue.value.length : 0)),
    /** Why the last attempt failed, if it did. */
    trouble: computed(() => trouble.value),
    /** Whether we are at it right now. */
    trying: computed(() => attempts.value > 0),
    /** What is not on disk yet, or cannot be written. */
    waiting: unsaved,
    /** Whether everything that happened is on disk. */
    settled: computed(() => queue.value.length === 0),
    /** How many events are on disk since the app was opened. */
    saved: computed(() => saved.value),
    /** @param bookmark where the event leaves the learner, if it belongs to a sitting */
    save(event: Event, bookmark: Bookmark | null): Promise<void> {
      if (bookmark) bookmarks.set(bookmark.in, bookmark);
      queue.value = [...queue.peek(), { event, sitting: bookmark?.in ?? null }];
      return retry();
    },
    retry,
    /** Reads back what was said to be on disk; what is not there is told, and waits to be written again. */
    async verify(burst: BurstId, events: readonly Event[]): Promise<void> {
      await running;
      const onDisk = await store.eventsOfBurst(burst);
      const found = new Set([...onDisk, ...unsaved.peek()].map(({ id }) => id));
      const missing = events.filter(({ id }) => !found.has(id));
      if (missing.length === 0) return;
      const again = missing.map((event): Waiting => ({ event, sitting: 'burst' }));
      queue.value = [...again, ...queue.peek()];
      trouble.value = 'other';
    },
    /** Moves a sitting on where no event does: a reveal, a pause. It may be lost, and loses nothing. */
    async keepPlace(bookmark: Bookmark): Promise<void> {
      bookmarks.set(bookmark.in, bookmark);
      // By its turn an event may have moved the sitting on.
      running = running.then(() =>
        store.saveBookmark(newest(bookmark.in) ?? bookmark).catch(() => undefined),
      );
      await running;
    },
    /** Events on disk together with those still on their way. */
    async events(
      read: () => Promise<readonly Event[]>,
      belongs: (event: Event) => boolean,
    ): Promise<readonly Event[]> {
      await recovered;
      // Looked at before the disk, because an event may come to the disk meanwhile.
      const waiting = unsaved.peek();
      const stored = await read().catch((): readonly Event[] => []);
      const all = [...stored, ...[...waiting, ...unsaved.peek()].filter(belongs)];
      return [...new Map(all.map((event) => [event.id, event])).values()];
    },
  };
}

function troubleOf(error: unknown): Trouble {
  const failure = (error as { readonly failure?: unknown } | null | undefined)?.failure;
  return failure === 'outdated' || failure === 'emptied' ? failure : 'other';
}
