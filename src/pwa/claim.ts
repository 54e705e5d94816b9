// A name that only one tab can hold at a time.

export interface Claim {
  readonly release: () => void;
}

/** A page that is just being reloaded still holds its locks for a moment. */
const PATIENCE_MS = 1000;

/**
 * @param how `ask` waits a moment for the tab that holds the name; `take` takes it away from it
 * @param onLost another tab has taken the name away
 * @returns `null` if another tab keeps it
 */
export function claim(
  name: string,
  how: 'ask' | 'take',
  onLost: () => void,
): Promise<Claim | null> {
  const { locks } = navigator as Partial<Navigator>;
  if (!locks) return Promise.resolve({ release: () => undefined });
  const options = how === 'take' ? { steal: true } : { signal: AbortSignal.timeout(PATIENCE_MS) };
  return new Promise((resolve) => {
    let held = false;
    const hold = () =>
      new Promise<void>((release) => {
        held = true;
        resolve({ release });
      });
    locks.request(`pocket-flask ${name}`, options, hold).catch(() => {
      if (held) onLost();
      else resolve(null);
    });
  });
}
