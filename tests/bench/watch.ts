// Runs in the page before anything else: notes what comes of each swipe, and how long interactions took.

import type { Page } from '@playwright/test';

export interface Rating {
  /** From touch end to the next card painted. */
  readonly paintedMs: number;
  /** Frames begun in that time. */
  readonly frames: number;
  /** From touch end to the end of the transaction. */
  readonly savedMs: number;
}

export interface Log {
  readonly ratings: readonly Rating[];
  /** By id, the longest event of each interaction that took 16 ms or more. */
  readonly interactions: Readonly<Record<string, number>>;
}

type Logging = { readonly benchLog: Log };

/** Shorter ones are not told; the browser rounds to 8 ms. */
export const SHORTEST_TOLD_MS = 16;

/** From the next document on; every document has its own log. */
export async function watchRatings(page: Page): Promise<void> {
  await page.addInitScript((durationThreshold) => {
    const ratings: { paintedMs: number; frames: number; savedMs: number }[] = [];
    const interactions: Record<string, number> = {};
    Object.assign(globalThis, { benchLog: { ratings, interactions } });

    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as PerformanceEventTiming[]) {
        const { interactionId: id, duration } = entry as typeof entry & { interactionId: number };
        if (id > 0) interactions[id] = Math.max(duration, interactions[id] ?? 0);
      }
    }).observe({ type: 'event', durationThreshold, buffered: true } as PerformanceObserverInit);

    let saved = Promise.withResolvers<number>();
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...args) {
      const started = transaction.apply(this, args);
      if (started.mode === 'readwrite' && started.objectStoreNames.contains('events')) {
        started.addEventListener('complete', () => saved.resolve(performance.now()));
      }
      return started;
    };

    const top = () => document.querySelector('article[data-layer="top"]:has(h1)');
    function nextCard(former: Element): Promise<{ at: number; frames: number }> {
      let frames = 0;
      return new Promise((resolve) => {
        const look = () => {
          frames += 1;
          const now = top();
          if (now === null || now === former) return void requestAnimationFrame(look);
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => resolve({ at: performance.now(), frames });
          port2.postMessage(null);
        };
        requestAnimationFrame(look);
      });
    }

    let swipes = 0;
    async function follow(former: Element, liftedAt: number): Promise<void> {
      swipes += 1;
      const swipe = swipes;
      saved = Promise.withResolvers();
      const [{ at, frames }, savedAt] = await Promise.all([nextCard(former), saved.promise]);
      // Not one that came to nothing.
      if (swipe !== swipes) return;
      ratings.push({ paintedMs: at - liftedAt, frames, savedMs: savedAt - liftedAt });
    }

    addEventListener(
      'pointerup',
      ({ target, timeStamp }) => {
        const former = target instanceof Element ? target.closest('[data-face="answer"]') : null;
        if (former) void follow(former, timeStamp);
      },
      { capture: true },
    );
  }, SHORTEST_TOLD_MS);
}

export function readLog(page: Page): Promise<Log> {
  return page.evaluate(() => (globalThis as unknown as Logging).benchLog);
}

/** @returns whether it came to so many ratings within this time */
export async function ratingsReach(page: Page, most: number, timeoutMs: number): Promise<boolean> {
  const enough = await page
    .waitForFunction(
      (count) => (globalThis as unknown as Logging).benchLog.ratings.length >= count,
      most,
      { timeout: timeoutMs },
    )
    .catch((error: Error) => {
      if (error.name === 'TimeoutError') return null;
      throw error;
    });
  return enough !== null;
}
