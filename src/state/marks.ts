// What the learner marks on cards: a star, a note, "I don't need this one".

import { computed, signal } from '@preact/signals';
import type { CardId } from '../bank/card.ts';
import type { EventId, Marking } from '../memory/event.ts';
import { type Marks, mark } from '../memory/marks.ts';
import type { Environment } from './environment.ts';

export type MarksModel = ReturnType<typeof createMarks>;

/** What differs between the kinds of marking. */
type Change =
  | { readonly type: 'star' | 'unstar' | 'suspend' | 'resume' }
  | { readonly type: 'note'; readonly text: string };

/** @param save brings an event to disk, sooner or later */
export function createMarks(
  { now, newId }: Pick<Environment, 'now' | 'newId'>,
  initial: ReadonlyMap<CardId, Marks>,
  save: (event: Marking) => Promise<void>,
) {
  const marks = signal(initial);

  return {
    all: computed(() => marks.value),
    of: (card: CardId): Marks | undefined => marks.value.get(card),
    /** Takes over what storage knows of all cards. */
    replace(next: ReadonlyMap<CardId, Marks>): void {
      marks.value = next;
    },
    /** Takes over what storage knows of a card. */
    set(card: CardId, next: Marks | undefined): void {
      if (!next) return;
      marks.value = new Map(marks.peek()).set(card, next);
    },
    /** Marks a card, on screen at once and on disk as an event. */
    change(card: CardId, change: Change): Promise<void> {
      const before = marks.peek().get(card);
      // Never before the last one, even where the phone's clock was set back.
      const at = Math.max(now(), (before?.markedAt ?? 0) + 1);
      const event: Marking = { id: newId() as EventId, at, card, ...change };
      marks.value = new Map(marks.peek()).set(card, mark(before, event));
      return save(event);
    },
  };
}
