// Names that only one tab can hold, as a browser keeps them, for models that run without one.

import type { Environment } from '../../src/state/environment.ts';

/** Tabs that are given the same function share the same names. */
export function createClaims(): Environment['claim'] {
  const holders = new Map<string, () => void>();
  return async (name, how, onLost) => {
    const holder = holders.get(name);
    if (holder && how === 'ask') return null;
    holders.set(name, onLost);
    holder?.();
    return {
      release() {
        if (holders.get(name) === onLost) holders.delete(name);
      },
    };
  };
}
