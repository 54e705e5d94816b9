// A second place for events that the database does not take, so that they outlive the page.

const PREFIX = 'pocket-flask waiting ';

export interface Spill {
  /** Keeps these instead of what was kept before; none takes the place away. */
  readonly keep: (events: readonly unknown[]) => void;
}

/** @param tab any text that no other tab has */
export function openSpill(tab: string): Spill {
  const key = PREFIX + tab;
  return {
    keep(events) {
      try {
        if (events.length > 0) localStorage.setItem(key, JSON.stringify(events));
        else localStorage.removeItem(key);
      } catch {
        // Where this is refused, too, the banner and the export are what is left.
      }
    },
  };
}

/** Everything that earlier pages could not write, to be checked before it is believed. */
export function takeSpilled(): readonly unknown[] {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys.flatMap((key) => parseList(localStorage.getItem(key)));
  } catch {
    return [];
  }
}

/** To be called once it is all in the database. */
export function forgetSpilled(): void {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX)) localStorage.removeItem(key);
  }
}

function parseList(text: string | null): readonly unknown[] {
  const value: unknown = JSON.parse(text ?? '[]');
  return Array.isArray(value) ? value : [];
}
