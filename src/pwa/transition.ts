// A short cross-fade from one screen to the next, where the browser can and the learner wants motion.

/** @param update changes what is on screen, at once or in the next microtasks */
export function transition(update: () => void): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const { startViewTransition } = document as Partial<Document>;
  if (still || !startViewTransition || document.visibilityState !== 'visible') {
    update();
    return;
  }
  const fade = startViewTransition.call(document, async () => {
    update();
    // Preact draws in a microtask; the new screen is there after the next task.
    await new Promise((drawn) => setTimeout(drawn));
  });
  // A newer navigation skips this one's fade, which is no error.
  fade.ready.catch(() => undefined);
  fade.finished.catch(() => undefined);
}
