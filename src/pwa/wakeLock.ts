// Keeps the screen on while somebody studies, where the browser can.

/** @returns lets the screen go dark again */
export function keepAwake(): () => void {
  let wanted = true;
  let lock: WakeLockSentinel | null = null;

  async function acquire(): Promise<void> {
    const { wakeLock } = navigator as Partial<Navigator>;
    if (!wakeLock || document.visibilityState !== 'visible') return;
    try {
      const got = await wakeLock.request('screen');
      if (wanted) lock = got;
      else await got.release();
    } catch {
      // A low battery or a policy refuses it; the screen then goes dark as it always does.
    }
  }
  /** The browser takes the lock away whenever the page is hidden. */
  const onVisible = () => void acquire();

  onVisible();
  document.addEventListener('visibilitychange', onVisible);
  return () => {
    wanted = false;
    document.removeEventListener('visibilitychange', onVisible);
    void lock?.release();
  };
}
