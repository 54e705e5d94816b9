// A copy of the learner's data outside the database, for the day on which a browser loses the database.

const CACHE = 'pocket-flask-reserve';
const PREFIX = 'reserve-';

export interface Reserve {
  /** Epoch ms. */
  readonly takenAt: number;
  /** As an export has it. */
  readonly text: string;
}

/** Takes the place of the former one, once it is whole. */
export async function writeReserve({ takenAt, text }: Reserve): Promise<void> {
  try {
    const cache = await caches.open(CACHE);
    const former = await cache.keys();
    await cache.put(`${PREFIX}${takenAt}`, new Response(text));
    for (const request of former) {
      if (takenAtOf(request) !== takenAt) await cache.delete(request);
    }
  } catch {
    // No room, or no such storage: the database is all there is.
  }
}

/** The newest; `null` if there is none. */
export async function readReserve(): Promise<Reserve | null> {
  try {
    const cache = await caches.open(CACHE);
    const [newest] = (await cache.keys()).toSorted((a, b) => takenAtOf(b) - takenAtOf(a));
    const response = newest && (await cache.match(newest));
    return response ? { takenAt: takenAtOf(newest), text: await response.text() } : null;
  } catch {
    return null;
  }
}

export async function removeReserve(): Promise<void> {
  try {
    await caches.delete(CACHE);
  } catch {
    // Nothing is kept where there is no such storage.
  }
}

function takenAtOf({ url }: Request): number {
  return Number(url.split(PREFIX).at(-1));
}
