// A second place for events that the database does not take, so that they outlive the page.

const PREFIX = 'pocket-flask waiting ';

export interface Spill {
  /** Keeps these instead of what was kept before; none takes the place away. */
  readonly keep: (events: readonly unknown[]) => void;
}

/** What earlier pages, or other tabs, could not write. */
export interface Spilled {
  /** Each once; to be checked before it is believed. */
  readonly events: readonly unknown[];
  /** To be called once all of it is in the database; what came meanwhile stays. */
  readonly forget: () => void;
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

export function readSpilled(): Spilled {
  const places = new Map(readPlaces());
  const texts = [...places.values()].flatMap((text) =>
    parseList(text).map((event) => JSON.stringify(event)),
  );
  return {
    events: [...new Set(texts)].map((text) => JSON.parse(text) as unknown),
    forget() {
      for (const [key, text] of readPlaces()) {
        if (places.get(key) === text) localStorage.removeItem(key);
      }
    },
  };
}

function readPlaces(): readonly (readonly [key: string, text: string])[] {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return keys.map((key) => [key, localStorage.getItem(key) ?? '']);
  } catch {
    return [];
  }
}

/** A place that makes no sense must not hide the others. */
function parseList(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
