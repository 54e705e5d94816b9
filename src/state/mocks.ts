// The mock interview as every screen may know of it before its code is here: where it is, and whether it fills the screen.

import { computed, signal } from '@preact/signals';
import type { Mock } from '../store/mock.ts';

export type Mocks = ReturnType<typeof createMocks>;

/** @param stored the one that was there when the app was last open */
export function createMocks(stored: Mock | null) {
  const mock = signal(stored);
  const wanted = signal(false);

  const underWay = computed(() => {
    const { place, questions } = mock.value ?? { place: null };
    if (!place || place.kind === 'report') return null;
    return { number: place.number, of: questions.length };
  });

  return {
    /** The last one, until its report is put away. */
    mock: computed(() => mock.value),
    /** The question it is at; `null` if none was begun, or it is at its report. */
    underWay,
    /** Whether it is on, full screen. */
    running: computed(() => wanted.value && underWay.value !== null),
    /** It is to fill the screen, now or as soon as its screen is opened. */
    goOn(): void {
      wanted.value = true;
    },
    /** The learner leaves it; it is kept. */
    leave(): void {
      wanted.value = false;
    },
    /** Called by its model only. */
    move(next: Mock | null): void {
      mock.value = next;
    },
  };
}
