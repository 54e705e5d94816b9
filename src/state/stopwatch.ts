// Time on screen: runs only while the learner is looking.

import { computed, signal } from '@preact/signals';

/** More than this between two ticks means that the phone slept, not that the learner studied. */
const LONGEST_TICK_MS = 5000;

export function createStopwatch(now: () => number) {
  const spent = signal(0);
  let last: number | null = null;

  function tick(): void {
    if (last === null) return;
    const at = now();
    spent.value += Math.min(Math.max(0, at - last), LONGEST_TICK_MS);
    last = at;
  }

  return {
    spentMs: computed(() => spent.value),
    reset(spentMs: number): void {
      spent.value = spentMs;
      if (last !== null) last = now();
    },
    /** The learner looks: time runs from here. */
    run(): void {
      tick();
      last = now();
    },
    /** The learner looks away. */
    stop(): void {
      tick();
      last = null;
    },
    /** Brings `spentMs` up to this moment; to be called about once a second. */
    tick,
  };
}
