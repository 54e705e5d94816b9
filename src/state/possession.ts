// Which tab is at a burst: two tabs at one would ask and rate the same cards twice.

import { computed, signal } from '@preact/signals';
import type { Burst } from '../store/burst.ts';
import type { Environment } from './environment.ts';

/** @param onLost another tab has taken the burst that this one was at */
export function createPossession(claim: Environment['claim'], onLost: (burst: Burst) => void) {
  const elsewhere = signal<Burst | null>(null);
  let release = () => {};
  /** Only the last of several claims under way counts. */
  let claims = 0;

  return {
    /** The burst that another tab is at. */
    elsewhere: computed(() => elsewhere.value),
    /** @returns whether this tab is at the burst now, having left any other */
    async possess(burst: Burst, how: 'ask' | 'take'): Promise<boolean> {
      claims += 1;
      const mine = claims;
      release();
      release = () => {};
      const held = await claim(`burst ${burst.id}`, how, () => {
        if (mine !== claims) return;
        elsewhere.value = burst;
        onLost(burst);
      });
      if (mine !== claims) {
        held?.release();
        return false;
      }
      if (held) release = held.release;
      elsewhere.value = held ? null : burst;
      return held !== null;
    },
  };
}
