// Time that counts only while a sitting is on screen and the page is visible.

const TICK_MS = 1000;

interface Timed {
  readonly stopwatch: {
    readonly run: () => void;
    readonly tick: () => void;
  };
  /** The learner looks away. */
  readonly pause: () => void;
}

/** @returns ends it, as when the learner looks away */
export function attend({ stopwatch, pause }: Timed): () => void {
  const look = () => (document.visibilityState === 'visible' ? stopwatch.run() : pause());
  look();
  const timer = setInterval(stopwatch.tick, TICK_MS);
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
    pause();
  };
}
