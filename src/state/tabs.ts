// Keeps this tab in step with what other tabs of the app write.

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
}

export type Tabs = ReturnType<typeof createTabs>;

export function createTabs({ store, progress, marks, settings, saving, tell }: Parts) {
  /** Changes whenever this tab writes, so that what was read meanwhile may be old. */
  const moment = () => `${saving.saved.peek()} ${saving.waiting.peek().length}`;

  /** Reads until nothing of our own came in between; what we have not written yet is newer. */
  async function reread<T>(read: () => Promise<T>, take: (value: T) => void): Promise<void> {
    for (;;) {
      const before = moment();
      const value = await read();
      if (!saving.settled.peek()) return;
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
    const chosen = settings.choices.peek();
    await reread(store.load, (stored) => {
      progress.replace(stored.memories);
      marks.replace(stored.marks);
      if (settings.choices.peek() === chosen) settings.replace(stored.settings);
    });
  }

  /** A disk that cannot be read now is no news; this tab's own writes tell the learner. */
  function hear(news: Exclude<News, { kind: 'erased' }>): Promise<void> {
    const done = news.kind === 'card' ? rereadCard(news.card as CardId) : rereadAll();
    return done.catch(() => undefined);
  }

  return {
    hear,
    /** This tab has changed more on disk than one card: all of them look again, this one included. */
    async everythingChanged(): Promise<void> {
      tell({ kind: 'everything' });
      await hear({ kind: 'everything' });
    },
    /** After start-up, and whenever the page may have slept through the news. */
    async check(): Promise<void> {
      const stale = await store.check().catch(() => null);
      if (stale) await hear({ kind: 'everything' });
    },
  };
}
