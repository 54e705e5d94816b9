// Which tab is at a sitting: two tabs at one would ask and rate the same cards twice.

import { computed, signal } from '@preact/signals';
import type { Environment } from './environment.ts';

/**
 * @param nameOf what only one tab can hold, the one that is at the sitting
 * @param onLost another tab has taken the sitting that this one was at
 */
export function createPossession<Sitting>(
  claim: Environment['claim'],
  nameOf: (sitting: Sitting) => string,
  onLost: (sitting: Sitting) => void,
) {
  const elsewhere = signal<Sitting | null>(null);
  let release = () => {};
  /** Only the last of several claims under way counts. */
  let claims = 0;

  function leave(): void {
    claims += 1;
    release();
    release = () => {};
  }

  return {
    /** The sitting that another tab is at. */
    elsewhere: computed(() => elsewhere.value),
    /** @returns whether this tab is at the sitting now, having left any other */
    async possess(sitting: Sitting, how: 'ask' | 'take'): Promise<boolean> {
      leave();
      const mine = claims;
      const lose = () => {
        if (mine !== claims) return;
        elsewhere.value = sitting;
        onLost(sitting);
      };
      // Where not even its code comes, the learner is not to be kept out.
      const held = await claim(nameOf(sitting), how, lose).catch(() => ({ release() {} }));
      if (mine !== claims) {
        held?.release();
        return false;
      }
      if (held) release = held.release;
      elsewhere.value = held ? null : sitting;
      return held !== null;
    },
    /** Another tab may be at it from now on. */
    leave,
  };
}
