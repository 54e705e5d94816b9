// Keeps this tab in step with what other tabs of the app write.

import { effect } from '@preact/signals';
import type { CardId } from '../bank/card.ts';
import type { Store } from '../store/store.ts';
import type { MarksModel } from './marks.ts';
import type { Progress } from './progress.ts';
import type { Saving } from './saving.ts';
import type { SettingsModel } from './settings.ts';

/** What a tab changed on disk, as it tells the others. */
export type News =
  | { readonly kind: 'card'; readonly card: string }
  | { readonly kind: 'settings' }
  | { readonly kind: 'everything' }
  | { readonly kind: 'erased' };

interface Parts {
  readonly store: Store;
  readonly progress: Progress;
  readonly marks: MarksModel;
  readonly settings: SettingsModel;
  readonly saving: Saving;
  /** Brings news to the other tabs. */
  readonly tell: (news: News) => void;
  /** Hears how many events are on disk, whoever wrote them. */
  readonly onCounted: (events: number) => void;
  /** Hears that events which were counted are gone, all of them. */
  readonly onEmptied: () => void;
}

export type Tabs = ReturnType<typeof createTabs>;

export function createTabs(parts: Parts) {
  const { store, progress, marks, settings, saving, tell, onCounted, onEmptied } = parts;
  /** Whether there was news while events of our own, which are newer, were on their way. */
  let missed = false;

  /** Changes whenever this tab writes, so that what was read meanwhile may be old. */
  const moment = () =>
    [saving.saved, settings.choices].map((count) => count.peek()).join() + saving.settled.peek();

  /** Reads until nothing of our own came in between. */
  async function reread<T>(read: () => Promise<T>, take: (value: T) => void): Promise<void> {
    for (;;) {
      if (!saving.settled.peek()) {
        missed = true;
        return;
      }
      const before = moment();
      const value = await read();
      if (moment() === before) return take(value);
    }
  }

  function rereadCard(card: CardId): Promise<void> {
    return reread(
      () => store.stateOf(card),
      (state) => {
        progress.set(card, state.memory);
        marks.set(card, state.marks);
      },
    );
  }

  async function rereadAll(): Promise<void> {
    await reread(store.load, (stored) => {
      progress.replace(stored.memories);
      marks.replace(stored.marks);
      settings.replace(stored.settings);
      onCounted(stored.events);
    });
  }

  /** A disk that cannot be read now is no news; this tab's own writes tell the learner. */
  function hear(news: Exclude<News, { kind: 'erased' }>): Promise<void> {
    const done = news.kind === 'card' ? rereadCard(news.card as CardId) : rereadAll();
    return done.catch(() => undefined);
  }

  effect(() => {
    if (!saving.settled.value || !missed) return;
    missed = false;
    void hear({ kind: 'everything' });
  });

  return {
    hear,
    /** This tab has changed more on disk than one card: all of them look again, this one included. */
    async everythingChanged(): Promise<void> {
      tell({ kind: 'everything' });
      await hear({ kind: 'everything' });
    },
    /** After start-up, and whenever the page may have slept through the news. */
    async check(): Promise<void> {
      const checked = await store.check().catch(() => 'sound' as const);
      if (checked === 'emptied') onEmptied();
      if (checked === 'stale') await hear({ kind: 'everything' });
    },
  };
}
