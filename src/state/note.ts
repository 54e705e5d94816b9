// The learner's own words on a card, while they write them.

import { computed, signal } from '@preact/signals';
import type { CardId } from '../bank/card.ts';
import { type Event, LONGEST_NOTE } from '../memory/event.ts';
import type { MarksModel } from './marks.ts';
import type { Saving } from './saving.ts';

export { LONGEST_NOTE };

/** `open`: as it was, or still being written; `failed`: we tried, and it is not on disk. */
export type NoteState = 'open' | 'saving' | 'saved' | 'failed';

interface Parts {
  readonly marks: MarksModel;
  readonly saving: Saving;
}

export function createNote({ marks, saving }: Parts, card: CardId) {
  const kept = () => marks.of(card)?.note ?? '';
  const text = signal(kept());
  const written = computed(() => (text.value.trim() === '' ? '' : text.value));
  const touched = signal(false);
  const isOurs = (event: Event) => event.type === 'note' && event.card === card;

  return {
    text: computed(() => text.value),
    isFull: computed(() => text.value.length >= LONGEST_NOTE),
    state: computed((): NoteState => {
      if (!touched.value || written.value !== kept()) return 'open';
      if (!saving.waiting.value.some(isOurs)) return 'saved';
      return saving.unsaved.value > 0 ? 'failed' : 'saving';
    }),
    write(next: string): void {
      text.value = next.slice(0, LONGEST_NOTE);
    },
    /** Saves what was written, if it says something else than before. */
    keep(): void {
      if (written.peek() === kept()) return;
      touched.value = true;
      void marks.change(card, { type: 'note', text: written.peek() });
    },
  };
}
