// Time on the test's own clock, which `page.clock.install()` has put in place of the real one.

import type { Page } from '@playwright/test';

/** Lets the time of a five-minute burst run out: the card that is up becomes the last one. */
export async function finishOnNextRating(page: Page): Promise<void> {
  await page.clock.runFor(5 * 60_000);
  await page.getByText('last card').waitFor();
}

/** Stops the clock, so that only `page.clock.runFor` moves it. */
export async function stopClock(page: Page): Promise<void> {
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1000);
}

/** Turns the screen off or on, as the page sees it. */
export async function setVisible(page: Page, visible: boolean): Promise<void> {
  await page.evaluate(
    (state) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
      document.dispatchEvent(new Event('visibilitychange'));
    },
    visible ? 'visible' : 'hidden',
  );
}

/** To be run in the page before the app: no frame comes, as in the background, until an event `frames`. */
export function holdFrames(): void {
  const frame = window.requestAnimationFrame;
  window.requestAnimationFrame = (run) => {
    addEventListener('frames', () => frame(run), { once: true });
    return 0;
  };
  addEventListener('frames', () => {
    window.requestAnimationFrame = frame;
  });
}

/** A calendar day so many days from today, as `YYYY-MM-DD`, in this machine's time zone. */
export function dayFromNow(days: number): string {
  const day = new Date();
  day.setDate(day.getDate() + days);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
