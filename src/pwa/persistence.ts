// Whether the browser promises not to evict what is stored here.

export type Persistence = 'persistent' | 'best-effort' | 'unknown';

/** Browsers may have no such promise to give: WebKitGTK, for one, has no StorageManager. */
function manager(): Partial<StorageManager> | undefined {
  return navigator.storage as StorageManager | undefined;
}

/**
 * To be called after the learner's first rating, when a browser sees a reason to agree. Firefox may
 * leave the promise open behind a question, so nothing waits for it.
 */
export async function askToPersist(): Promise<void> {
  if ((await persistence()) !== 'persistent') await manager()?.persist?.();
}

export async function persistence(): Promise<Persistence> {
  const promised = await manager()?.persisted?.();
  if (promised === undefined) return 'unknown';
  return promised ? 'persistent' : 'best-effort';
}
