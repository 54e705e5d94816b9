// The way to the burst: what the other screens know of it before its code is here, and what they ask of it.

import { computed, signal } from '@preact/signals';
import type { CardId } from '../bank/card.ts';
import type { Burst, Scope } from '../store/burst.ts';
import type { Minutes } from '../store/settings.ts';
import type { BurstModel } from './burst.ts';

export type { Scope } from '../store/burst.ts';

export type Bursts = ReturnType<typeof createBursts>;

interface Wish {
  readonly minutes: Minutes;
  readonly scope: Scope;
}

const EVERYTHING: Scope = { kind: 'all' };

/**
 * @param stored the burst that was under way when the app was last open
 * @param isKnown whether this bank has the card
 */
export function createBursts(stored: Burst | null, isKnown: (card: CardId) => boolean) {
  const model = signal<BurstModel | null>(null);
  const wish = signal<Wish | null>(null);
  let opening: Promise<void> | null = null;

  const resumable =
    stored && stored.place.kind !== 'summary' && isKnown(stored.place.card) ? stored : null;
  const storedLeftMs = resumable ? Math.max(0, resumable.minutes * 60_000 - resumable.spentMs) : 0;

  async function openOnce(create: () => BurstModel): Promise<void> {
    const opened = create();
    grant(opened);
    // Nothing was asked for, or there was no card for it.
    if (stored && opened.view.peek().kind === 'none') await opened.restore(stored);
    // Something may have been asked for meanwhile.
    grant(opened);
    model.value = opened;
  }

  function grant(opened: BurstModel): void {
    const wanted = wish.peek();
    wish.value = null;
    if (wanted) opened.start(wanted.minutes, wanted.scope, stored?.startedAt);
  }

  return {
    /** `null` until the burst's screen has opened it. */
    model: computed(() => model.value),
    /** Whether a burst was begun and not finished. */
    unfinished: computed(() => {
      if (wish.value) return true;
      return model.value ? model.value.unfinished.value : resumable !== null;
    }),
    /** Of the unfinished burst. */
    leftMs: computed(() => {
      if (wish.value) return wish.value.minutes * 60_000;
      return model.value ? model.value.leftMs.value : storedLeftMs;
    }),
    /** A burst is wanted; it begins when its screen is there. */
    ask(minutes: Minutes, scope = EVERYTHING): void {
      wish.value = { minutes, scope };
      const opened = model.peek();
      if (opened) grant(opened);
    },
    /** Called by the burst's screen, which brings the code; only the first time does anything. */
    open(create: () => BurstModel): Promise<void> {
      opening ??= openOnce(create);
      return opening;
    },
  };
}
