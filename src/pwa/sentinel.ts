// A few facts kept apart from the database, which tell an emptied one from a new one.

export interface Sentinel {
  /** Of this installation, for as long as the browser keeps anything. */
  readonly install: string;
  /** How many events were on disk. */
  readonly events: number;
  /** Epoch ms of the last copy that was handed over; 0 if there was none. */
  readonly backedUpAt: number;
}

const KEY = 'pocket-flask';

/** `null` on a first visit, and in browsers that keep nothing. */
export function readSentinel(): Sentinel | null {
  try {
    return parseSentinel(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
  } catch {
    return null;
  }
}

export function writeSentinel(sentinel: Sentinel): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(sentinel));
  } catch {
    // Where even this is refused, nothing else is kept either, and the learner is told.
  }
}

export function removeSentinel(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

function parseSentinel(value: unknown): Sentinel | null {
  if (typeof value !== 'object' || value === null) return null;
  const { install, events, backedUpAt } = value as Partial<Record<keyof Sentinel, unknown>>;
  if (typeof install !== 'string' || typeof events !== 'number') return null;
  return { install, events, backedUpAt: typeof backedUpAt === 'number' ? backedUpAt : 0 };
}
