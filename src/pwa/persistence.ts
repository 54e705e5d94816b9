// Asks the browser not to evict what is stored here.

/**
 * To be called after the learner's first rating, when a browser sees a reason to agree. Firefox may
 * leave the promise open behind a question, so nothing waits for it.
 */
export async function askToPersist(): Promise<void> {
  const storage = navigator.storage as StorageManager | undefined;
  if (await storage?.persisted?.()) return;
  await storage?.persist?.();
}
